package io.steadycast.signaling.sdp;

/** One {@code a=name[:value]}; {@code value} is empty for a property attribute. {@code line} is 0 in what we write. */
public record SdpAttribute(int line, String name, String value) {
    static SdpAttribute of(String name, String value) {
        return new SdpAttribute(0, name, value);
    }

    SdpException malformed(String legal) {
        return new SdpException(line, value.isEmpty() ? "a=" + name : "a=" + name + ":" + value, legal);
    }
}
