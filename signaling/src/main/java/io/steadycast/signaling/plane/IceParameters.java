package io.steadycast.signaling.plane;

/** One side's ICE credentials (RFC 8839 section 5.4): ufrag of 4..256 and password of 22..256 ice-chars. */
public record IceParameters(String ufrag, String pwd) {
    public IceParameters {
        Checks.require(isIceChars(ufrag, 4), "an ICE ufrag must have 4..256 characters of A-Z a-z 0-9 + /", ufrag);
        Checks.require(
                isIceChars(pwd, 22), "an ICE password must have 22..256 characters of A-Z a-z 0-9 + /", "this one");
    }

    private static boolean isIceChars(String text, int minLength) {
        if (text.length() < minLength || text.length() > 256) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean legal =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            // Some stacks draw ufrags from the URL-safe alphabet; STUN carries them unharmed.
            if (!legal && c != '-' && c != '_' && c != '=') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "IceParameters[ufrag=" + ufrag + "]";
    }
}
