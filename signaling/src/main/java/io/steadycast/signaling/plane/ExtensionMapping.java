package io.steadycast.signaling.plane;

/** One RTP header extension of an m-line (RFC 8285). Answers only ever accept ids 1..14, which one-byte headers can carry. */
public record ExtensionMapping(int id, String uri) {
    public ExtensionMapping {
        Checks.range(id, 1, 14, "an RTP header extension id");
        Checks.require(!uri.isEmpty() && uri.length() <= 256, "an extension URI must have 1..256 characters", uri);
    }
}
