package io.steadycast.netsim.truth;

import io.steadycast.netsim.link.PacketFate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the simulation's thread. Writes and hashes the log on a thread of its own, block by block, so that the simulation only fills blocks; when the writer is
 * {@value #BLOCKS} blocks behind, the simulation waits.
 */
public final class TruthLog implements TruthSink, AutoCloseable {
    static final byte[] MAGIC = "SCTRUTH1".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 32;
    private static final int BLOCKS = 8;
    private static final int BLOCK_BYTES = 20_000 * TruthRecord.BYTES;

    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final OutputStream out;
    private final MessageDigest hash;
    private final Thread writer;
    private volatile @Nullable IOException failure;
    private Block block;
    private long records;
    private boolean closed;
    private String digest = "";

    /**
     * What was written.
     *
     * @param records packets
     * @param sha256 over the whole file, hexadecimal; the same for the same scenario, seed and version
     */
    public record Summary(long records, String sha256) {}

    /** {@code out} is closed with the log; {@link OutputStream#nullOutputStream} for the hash alone. */
    public TruthLog(OutputStream out, long seed) {
        this.out = out;
        this.hash = sha256();
        for (int i = 1; i < BLOCKS; i++) {
            empty.add(new Block(BLOCK_BYTES));
        }
        block = new Block(BLOCK_BYTES);
        block.buffer
                .put(MAGIC)
                .putInt(1)
                .putInt(TruthRecord.BYTES)
                .putLong(seed)
                .putLong(0);
        writer = Thread.ofPlatform().name("truth-log").daemon().start(this::write);
    }

    /** The same bytes twice: to fill, and to hand on. */
    private static final class Block {
        private final byte[] bytes;
        private final ByteBuffer buffer;

        Block(int size) {
            bytes = new byte[size];
            buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onFate(int path, PacketFate<byte[]> fate) {
        if (block.buffer.remaining() < TruthRecord.BYTES) {
            block = exchange(block);
        }
        TruthRecord.write(block.buffer, path, fate);
        records++;
    }

    private Block exchange(Block filled) {
        try {
            full.put(filled);
            return empty.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the log was behind", e);
        }
    }

    /** The writer's thread. An empty block ends it. After a failure it goes on taking blocks, so that nobody waits for it. */
    private void write() {
        try {
            Block next = full.take();
            while (next.buffer.position() > 0) {
                hash.update(next.bytes, 0, next.buffer.position());
                if (failure == null) {
                    writeOut(next);
                }
                next.buffer.clear();
                empty.put(next);
                next = full.take();
            }
        } catch (InterruptedException e) {
            failure = new IOException("interrupted");
        }
    }

    private void writeOut(Block next) {
        try {
            out.write(next.bytes, 0, next.buffer.position());
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Ends the log. May be called again. */
    public Summary finish() {
        if (!closed) {
            closed = true;
            try {
                full.put(block);
                full.put(new Block(0));
                writer.join();
                out.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the log was ending", e);
            }
            digest = HexFormat.of().formatHex(hash.digest());
        }
        IOException failed = failure;
        if (failed != null) {
            throw new UncheckedIOException(failed);
        }
        return new Summary(records, digest);
    }

    @Override
    public void close() {
        finish();
    }
}
