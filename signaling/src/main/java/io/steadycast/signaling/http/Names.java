package io.steadycast.signaling.http;

/** Stateless. Names that clients choose: of rooms and of publishers. */
public final class Names {
    private static final int MAX_CHARS = 64;

    private Names() {}

    public static String room(String name) throws ProblemException {
        return check(name, "room-name", "A room's name");
    }

    public static String publisher(String name) throws ProblemException {
        return check(name, "publisher-id", "A publisher's id");
    }

    public static boolean isLegal(String name) {
        if (name.isEmpty() || name.length() > MAX_CHARS || name.equals(".") || name.equals("..")) {
            return false; // Dots alone would be another path to every URL parser.
        }
        return name.chars()
                .allMatch(c -> (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || (c >= '0' && c <= '9')
                        || "._~-".indexOf(c) >= 0);
    }

    private static String check(String name, String type, String what) throws ProblemException {
        if (!isLegal(name)) {
            String shown = name.length() > MAX_CHARS ? name.substring(0, MAX_CHARS) + "..." : name;
            String detail =
                    what + " must be 1.." + MAX_CHARS + " characters of A-Z a-z 0-9 . _ ~ - and not only dots, not \""
                            + shown + "\" (" + name.length() + " characters).";
            throw new ProblemException(400, type, "Illegal name", detail);
        }
        return name;
    }
}
