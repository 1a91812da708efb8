package io.steadycast.media.wire.fec;

import java.util.Arrays;

/**
 * Confined to its owner. Which packets of a block each parity packet covers, for receivers that peel: a parity packet helps when exactly one of its packets is
 * missing (libwebrtc's forward_error_correction.cc), so two packets that are covered by the same rows cannot both be repaired, and a row that covers much is rarely
 * of use. Rows are bit sets over the packets of the block, the first packet lowest.
 *
 * <p>For random loss every packet goes into a few rows, those that are the emptiest and have met in the fewest packets so far (progressive edge growth, Hu,
 * Eleftheriou and Arnold, IEEE Trans. Inf. Theory 2005). How many rows is what simulation found best for the sizes at hand; some small blocks were found by hill
 * climbing. For bursts every m-th packet goes into the same row.
 */
public final class FecMasks {
    public static final int MAX_MEDIA = 48;
    public static final int MAX_PARITY = 48;

    /** A meeting of two rows costs as much as so many packets. */
    private static final int MEETING_COST = 3;

    private static final int ONE = 1_000;

    /** Found by hill climbing at 10 % loss: media, parity, rows. */
    private static final long[][] CLIMBED = {
        {4, 2, 0b1110, 0b1011},
        {6, 3, 0b110011, 0b011101, 0b111000},
        {8, 4, 0b11010010, 0b00111110, 0b01111001, 0b10100111},
        {10, 5, 0b1000101101, 0b1100111010, 0b0110110100, 0b0001011001, 0b1011010010},
    };

    private final int[] degree = new int[MAX_PARITY];
    private final byte[] meetings = new byte[MAX_PARITY * MAX_PARITY];
    private final int[] chosen = new int[MAX_PARITY];

    /** Fills the first {@code parity} rows. */
    public void fill(int media, int parity, boolean interleaved, long[] rows) {
        if (media < 1 || media > MAX_MEDIA || parity < 1 || parity > MAX_PARITY) {
            throw new IllegalArgumentException(media + " packets and " + parity + " of parity");
        }
        Arrays.fill(rows, 0, parity, 0);
        if (interleaved) {
            for (int packet = 0; packet < Math.max(media, parity); packet++) {
                rows[packet % parity] |= 1L << (packet % media);
            }
        } else if (!climbed(media, parity, rows)) {
            grow(media, parity, rows);
        }
    }

    private static boolean climbed(int media, int parity, long[] rows) {
        for (long[] mask : CLIMBED) {
            if (mask[0] == media && mask[1] == parity) {
                System.arraycopy(mask, 2, rows, 0, parity);
                return true;
            }
        }
        return false;
    }

    private void grow(int media, int parity, long[] rows) {
        Arrays.fill(degree, 0, parity, 0);
        Arrays.fill(meetings, 0, parity * MAX_PARITY, (byte) 0);
        int perPacket = (int) (weight(media, parity) * ONE);
        int due = 0;
        for (int packet = 0; packet < media; packet++) {
            due += perPacket;
            int weight = Math.clamp((due + ONE / 2) / ONE, 1, parity);
            due -= weight * ONE;
            place(packet, weight, parity, rows);
        }
        for (int row = 0; row < parity; row++) {
            if (rows[row] == 0) {
                rows[row] = 1L << (row % media);
            }
        }
    }

    private void place(int packet, int weight, int parity, long[] rows) {
        for (int j = 0; j < weight; j++) {
            int best = -1;
            int bestCost = Integer.MAX_VALUE;
            for (int row = 0; row < parity; row++) {
                int cost = (rows[row] >> packet & 1) != 0 ? Integer.MAX_VALUE : cost(packet, row, j, parity);
                if (cost < bestCost) {
                    bestCost = cost;
                    best = row;
                }
            }
            chosen[j] = best;
            rows[best] |= 1L << packet;
        }
        for (int j = 0; j < weight; j++) {
            degree[chosen[j]]++;
            for (int i = 0; i < j; i++) {
                meetings[chosen[i] * MAX_PARITY + chosen[j]]++;
                meetings[chosen[j] * MAX_PARITY + chosen[i]]++;
            }
        }
    }

    private int cost(int packet, int row, int already, int parity) {
        int cost = degree[row];
        for (int i = 0; i < already; i++) {
            cost += MEETING_COST * meetings[chosen[i] * MAX_PARITY + row];
        }
        // Among equals not always the first.
        return cost * ONE + (row * 7 + packet * 13) % parity;
    }

    private static double weight(int media, int parity) {
        boolean rich = media < 1.5 * parity;
        return switch (parity) {
            case 1 -> 1;
            case 2 -> 1.5;
            case 3 -> rich ? 2 : 1.5;
            case 4, 5, 6, 7 -> rich ? 3 : 2.5;
            default -> rich ? 4 : 3;
        };
    }
}
