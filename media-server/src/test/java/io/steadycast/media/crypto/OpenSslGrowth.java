package io.steadycast.media.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of its own whose heap is all there from the start: prints by how many bytes it grew while ciphers of many peers came and went. */
final class OpenSslGrowth {
    static final int PEERS = 20_000;
    private static final int PAGE_BYTES = 4096;

    private OpenSslGrowth() {}

    public static void main(String[] arguments) throws IOException {
        comeAndGo(PEERS / 4);
        long before = residentBytes();
        comeAndGo(PEERS);
        System.out.println(residentBytes() - before);
    }

    private static void comeAndGo(int times) {
        byte[] key = new byte[16];
        for (int i = 0; i < times; i++) {
            try (OpenSslContexts first = new OpenSslContexts(LibCrypto.aes128Gcm(), key, key);
                    OpenSslContexts second = new OpenSslContexts(LibCrypto.aes128Ctr(), key, key);
                    OpenSslKey third = OpenSslKey.x25519()) {
                if (first.rtp() == second.rtp() || third.point().length == 0) {
                    throw new IllegalStateException("one context for two ciphers");
                }
            }
        }
    }

    private static long residentBytes() throws IOException {
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
        return Long.parseLong(pages) * PAGE_BYTES;
    }
}
