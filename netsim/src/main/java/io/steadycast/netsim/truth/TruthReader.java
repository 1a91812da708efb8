package io.steadycast.netsim.truth;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Confined to its thread. Reads what {@link TruthLog} wrote. */
public final class TruthReader implements Closeable {
    private final InputStream in;
    private final byte[] bytes = new byte[TruthRecord.BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private final long seed;

    public TruthReader(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        byte[] header = in.readNBytes(TruthLog.HEADER_BYTES);
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        boolean known = header.length == TruthLog.HEADER_BYTES
                && Arrays.equals(header, 0, TruthLog.MAGIC.length, TruthLog.MAGIC, 0, TruthLog.MAGIC.length)
                && fields.getInt(8) == 1
                && fields.getInt(12) == TruthRecord.BYTES;
        if (!known) {
            in.close();
            throw new IOException(file + ": not a ground-truth log of version 1");
        }
        this.seed = fields.getLong(16);
    }

    public long seed() {
        return seed;
    }

    /** The next packet, null at the end. */
    public @Nullable TruthRecord next() throws IOException {
        int read = in.readNBytes(bytes, 0, bytes.length);
        if (read == 0) {
            return null;
        }
        if (read < bytes.length) {
            throw new IOException("the log ends in the middle of a record");
        }
        return TruthRecord.read(buffer.clear());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
