package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Happening;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Confined to its link. Counts what each flow has sent since a cut began to apply, and ends flows that have had theirs. */
final class FlowCutter {
    /** Flows on one link; more than that share the last place. */
    private static final int MAX_FLOWS = 1_024;

    private int[] flows = new int[4];
    private long[] bytes = new long[4];
    private long[] packets = new long[4];
    private int count;
    private Happening.@Nullable FlowCut cut;

    /** True when this packet is one too many. */
    boolean cuts(Happening.@Nullable FlowCut now, int flow, int payloadBytes) {
        if (now == null) {
            return false;
        }
        if (!now.equals(cut)) {
            cut = now;
            count = 0;
        }
        int place = place(flow);
        bytes[place] += payloadBytes;
        packets[place]++;
        return (now.afterBytes() > 0 && bytes[place] > now.afterBytes())
                || (now.afterPackets() > 0 && packets[place] > now.afterPackets());
    }

    private int place(int flow) {
        for (int i = 0; i < count; i++) {
            if (flows[i] == flow) {
                return i;
            }
        }
        if (count == MAX_FLOWS) {
            return count - 1;
        }
        if (count == flows.length) {
            flows = Arrays.copyOf(flows, 2 * count);
            bytes = Arrays.copyOf(bytes, 2 * count);
            packets = Arrays.copyOf(packets, 2 * count);
        }
        flows[count] = flow;
        bytes[count] = 0;
        packets[count] = 0;
        return count++;
    }
}
