package io.steadycast.netsim.link.spec;

/** What a packet weighs on the link on top of its UDP payload. At the sizes of audio this is a tenth and more of its rate. */
public record Framing(int ipUdpBytes, int layer2Bytes) {
    public static final Framing IPV4 = new Framing(28, 0);
    public static final Framing IPV6 = new Framing(48, 0);
    /** Counts payload only. */
    public static final Framing PAYLOAD = new Framing(0, 0);

    public Framing {
        Check.that(
                ipUdpBytes == 0 || ipUdpBytes == 28 || ipUdpBytes == 48,
                "framing.ipUdpBytes is " + ipUdpBytes + ", legal is 0, 28 (IPv4) or 48 (IPv6)");
        Check.range("framing.layer2Bytes", layer2Bytes, 0, 256);
    }

    public int bytes() {
        return ipUdpBytes + layer2Bytes;
    }
}
