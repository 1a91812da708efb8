package io.steadycast.netsim.emulate;

/** Stateless. One seed for each client and purpose out of the run's seed, so that one client's traffic never changes another's channel. */
final class Seeds {
    static final int PROFILE = 1;
    static final int PATH = 2;

    private Seeds() {}

    static long of(long seed, int client, int purpose) {
        return mix(seed + mix(((long) client << 8) | purpose));
    }

    /** SplitMix64's finalizer (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
