package io.steadycast.media.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Stateless. Address literals; nothing here ever asks a name server, since a slow resolver must not decide what is announced. */
public final class Addresses {
    private Addresses() {}

    /** The address that {@code text} spells, or null if it is a name, has a zone, or is no address at all. */
    public static @Nullable InetAddress literal(String text) {
        if (text.isEmpty() || text.indexOf('%') >= 0 || !looksNumeric(text)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notALiteral) {
            return null;
        }
    }

    /** {@code ofLiteral} also takes the BSD spellings "127.1" and "0x7f000001", which nobody means. */
    private static boolean looksNumeric(String text) {
        return text.indexOf(':') >= 0 || text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    /** Whether HTTP bound to {@code host} can be reached from this machine only. */
    public static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        InetAddress address = literal(host);
        return address != null && address.isLoopbackAddress();
    }

    /** The same 16 bytes for one address however it was written. */
    public static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("an address of " + bytes.length + " bytes", wrongLength);
        }
    }
}
