package io.steadycast.abr.protect;

import java.util.StringTokenizer;

/**
 * Immutable, any thread. What receivers that peel make of our parity: the share of the lost packets that stays lost. A parity packet helps when exactly one of the
 * packets that it covers is missing (libwebrtc's forward_error_correction.cc), so this is far from what an ideal code repairs with as much, the more the smaller
 * blocks are. Found by simulating the masks that the engine uses (io.steadycast.media.wire.fec.FecMasks), 40 000 blocks each, for random loss with masks for that
 * and for bursts (Gilbert, by their mean length) with every n-th packet in a row; a test of the engine does it again. 2.6 kB.
 */
public final class Peeling {
    private static final int[] BURSTS = {1, 2, 4};
    private static final int[] PACKETS = {1, 2, 4, 8, 16, 32};
    private static final double[] SHARES = {0.125, 0.25, 0.5, 0.75, 1, 1.5};
    private static final double[] LOSSES = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5};
    private static final double UNIT = 1e-5;

    /** Mean burst, packets of media, parity for each; then in 1/100 000 for losses of 2, 5, 10, 20, 30 and 50 %. */
    private static final String FIGURES = """
            1  1 0.125  87828  88094  88731  89969  91267  93754
            1  1 0.25   75656  76188  77463  79938  82533  87508
            1  1 0.5    51313  52375  54925  59875  65067  75015
            1  1 0.75   26969  28563  32388  39813  47600  62522
            1  1 1.0     2625   4750   9850  19750  30133  50030
            1  1 1.5     1438   2700   5375  11925  19462  37863
            1  2 0.125  76203  77363  79141  84000  87709  93894
            1  2 0.25   52406  54725  58281  68000  75419  87789
            1  2 0.5     4813   9450  16563  36000  50838  75578
            1  2 0.75    3094   6188  11375  25556  38367  63096
            1  2 1.0     1375   2925   6188  15113  25896  50615
            1  2 1.5      125    250    975   4519  10771  31195
            1  4 0.125  53859  59925  67397  79684  88159  96946
            1  4 0.25    7719  19850  34794  59369  76319  93891
            1  4 0.5     2438   5775  13481  31878  50046  79698
            1  4 0.75     906   2963   7794  19981  35208  67636
            1  4 1.0      187    963   2938  12613  27100  63688
            1  4 1.5        0     25    281   2525   8173  33370
            1  8 0.125  15078  33825  57278  83122  93950  99466
            1  8 0.25    5422  15044  30688  59989  80738  97361
            1  8 0.5      297   2138   7528  28142  53717  88711
            1  8 0.75      47    319   1794  11683  30886  75851
            1  8 1.0       94    406   1778   9042  23991  67239
            1  8 1.5        0      0     16    386   2903  27691
            1 16 0.125  12578  31259  58467  89034  97664 100000
            1 16 0.25    2977  11144  29972  70387  90902  99693
            1 16 0.5      469    841   3805  22132  53200  94251
            1 16 0.75       0      0    309   5534  25849  83801
            1 16 1.0        0      0     25    598   6324  57412
            1 16 1.5        0      0     13    180   1086  16942
            1 32 0.125   8691  31334  68513  96479  99494  99976
            1 32 0.25     938   4686  20391  70844  94423  99838
            1 32 0.5        0     31    423   9444  43480  94133
            1 32 0.75       0      3     11    732  11549  83311
            1 32 1.0        0      2      7    172   1727  50093
            1 32 1.5        0      0      9    173   1000  14966
            2  1 0.125  93672  94019  94163  93838  93713  93666
            2  1 0.25   87344  88038  88325  87675  87425  87331
            2  1 0.5    74688  76075  76650  75350  74850  74663
            2  1 0.75   62031  64113  64975  63025  62275  61994
            2  1 1.0    49375  52150  53300  50700  49700  49325
            2  1 1.5    36500  38250  39200  37738  37313  37358
            2  2 0.125  91047  90725  91128  91056  91989  93779
            2  2 0.25   82094  81450  82256  82113  83977  87559
            2  2 0.5    64188  62900  64513  64225  67954  75118
            2  2 0.75   44719  44813  46350  47622  51685  62401
            2  2 1.0    25250  26725  28188  31019  35417  49685
            2  2 1.5    15750  15375  17863  20213  24521  37170
            2  4 0.125  82859  85338  86541  88692  91228  96718
            2  4 0.25   65719  70675  73081  77384  82456  93435
            2  4 0.5    34125  36788  39950  48750  56454  75195
            2  4 0.75   20344  24113  27369  34156  43242  62260
            2  4 1.0     6938  10450  13625  22534  30454  50096
            2  4 1.5     4375   5413   7763  13569  19975  37138
            2  8 0.125  73531  76275  81366  87406  93702  99348
            2  8 0.25   43375  47431  53472  65492  77366  93689
            2  8 0.5    11188  15613  22416  37652  51507  74877
            2  8 0.75    9125  12219  18341  30259  41077  62623
            2  8 1.0     2250   5313  10275  20005  29720  50344
            2  8 1.5     1297   2775   5634  12063  19195  37324
            2 16 0.125  46313  56928  66764  84780  93818  99550
            2 16 0.25   17625  24909  38086  60605  76114  93710
            2 16 0.5     4773   9953  18631  36184  50699  75072
            2 16 0.75    4227   8756  15588  28216  40471  62924
            2 16 1.0     2039   5353   9880  19738  29982  50357
            2 16 1.5     1164   2691   5381  12018  19366  37418
            2 32 0.125  23082  38500  58689  83493  94333  99499
            2 32 0.25    8508  18438  34425  59150  76039  93712
            2 32 0.5     4258   9964  18990  36030  51066  74977
            2 32 0.75    3164   7445  14315  27696  40577  62648
            2 32 1.0     2109   5014   9901  20113  29954  50000
            2 32 1.5     1016   2698   5574  11979  19576  37385
            4  1 0.125  96859  96838  97116  96748  97001  96873
            4  1 0.25   93719  93675  94231  93497  94002  93745
            4  1 0.5    87438  87350  88463  86994  88004  87490
            4  1 0.75   81156  81025  82694  80491  82006  81235
            4  1 1.0    74875  74700  76925  73988  76008  74980
            4  1 1.5    65688  65100  65950  65144  66563  65653
            4  2 0.125  96000  95644  96031  96539  96520  96738
            4  2 0.25   92000  91288  92063  93078  93040  93476
            4  2 0.5    84000  82575  84125  86156  86079  86953
            4  2 0.75   69031  68112  70612  72328  72590  74844
            4  2 1.0    54063  53650  57100  58500  59100  62735
            4  2 1.5    42688  43275  43213  44744  45900  51260
            4  4 0.125  95750  93525  94281  95072  95906  97569
            4  4 0.25   91500  87050  88563  90144  91813  95139
            4  4 0.5    66625  70088  70669  72166  74450  80750
            4  4 0.75   49125  49713  51138  52359  56748  65644
            4  4 1.0    30063  33413  34275  38444  42173  53156
            4  4 1.5    21344  21913  23525  25778  29083  40566
            4  8 0.125  94359  92106  92200  94714  96068  98790
            4  8 0.25   75625  75881  78575  81327  84738  92983
            4  8 0.5    43203  46669  46741  54725  61176  76293
            4  8 0.75   28141  28069  30884  37620  45359  62822
            4  8 1.0    12578  12244  16725  23861  32139  49936
            4  8 1.5     6859   8400  10084  14941  21454  37711
            4 16 0.125  81078  79597  82933  90248  93810  98808
            4 16 0.25   49359  51844  58555  70029  80105  94007
            4 16 0.5    17242  22003  27638  40754  52819  75654
            4 16 0.75   11859  14409  20506  30913  42095  62103
            4 16 1.0     2656   5619  10758  20180  30363  49951
            4 16 1.5     1320   3256   5794  12327  19396  37593
            4 32 0.125  56102  61127  72238  85244  93700  99302
            4 32 0.25   23969  29823  42043  60941  76495  93756
            4 32 0.5     5223  10920  19434  36229  51184  74884
            4 32 0.75    5074   8895  16272  28717  41104  62721
            4 32 1.0     2004   4827   9914  20189  29914  50231
            4 32 1.5     1074   2761   5422  11893  19561  37301
            """;

    private static final float[] LEFT = read();

    private Peeling() {}

    private static float[] read() {
        float[] left = new float[BURSTS.length * PACKETS.length * SHARES.length * LOSSES.length];
        StringTokenizer words = new StringTokenizer(FIGURES);
        for (int row = 0; row < left.length; row += LOSSES.length) {
            for (int key = 0; key < 3; key++) {
                words.nextToken();
            }
            for (int i = 0; i < LOSSES.length; i++) {
                left[row + i] = (float) Math.max(UNIT, Integer.parseInt(words.nextToken()) * UNIT);
            }
        }
        return left;
    }

    /** Amounts of parity that are worth considering. */
    public static int shareCount() {
        return SHARES.length;
    }

    /** Parity packets for each packet of media, ascending. */
    public static double share(int index) {
        return SHARES[index];
    }

    /**
     * How likely a packet is still missing after its block.
     *
     * @param loss of packets before
     * @param burstPackets mean length of a run of lost packets, 1 where losses do not know of one another
     * @param packets of media in the block
     * @param share index into the shares
     */
    public static double residual(double loss, double burstPackets, double packets, int share) {
        int burst = burstPackets < 1.5 ? 0 : burstPackets < 3 ? 1 : 2;
        double log = Math.log(Math.clamp(packets, 1, PACKETS[PACKETS.length - 1])) / Math.log(2);
        int at = Math.min((int) log, PACKETS.length - 2);
        double few = ofLoss(loss, row(burst, at, share));
        double many = ofLoss(loss, row(burst, at + 1, share));
        return loss * (few + (log - at) * (many - few));
    }

    private static int row(int burst, int packets, int share) {
        return ((burst * PACKETS.length + packets) * SHARES.length + share) * LOSSES.length;
    }

    private static double ofLoss(double loss, int row) {
        int last = LOSSES.length - 1;
        if (loss <= LOSSES[0]) {
            return LEFT[row];
        }
        for (int i = 1; i <= last; i++) {
            if (loss <= LOSSES[i]) {
                double fraction = (loss - LOSSES[i - 1]) / (LOSSES[i] - LOSSES[i - 1]);
                return LEFT[row + i - 1] + fraction * (LEFT[row + i] - LEFT[row + i - 1]);
            }
        }
        return Math.min(1, LEFT[row + last] + (loss - LOSSES[last]));
    }
}
