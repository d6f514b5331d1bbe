package dev.plumbline.spark;

import dev.plumbline.trace.AveragingRounds;

/**
 * The order of an epoch, divided so that a worker finds its part of a round in one partition: a partition has the parts of one
 * worker in some consecutive rounds.
 */
final class EpochLayout implements Layout {
    private static final long serialVersionUID = 1;

    private final int examples;
    private final int ofRound;
    private final int roundsTogether;
    private final int[] starts; // of the workers' parts in a full round
    private final int[] lastStarts; // in the last round

    /**
     * A layout.
     *
     * @param ofRound the number of examples of a full round
     * @param rowsTogether the wanted number of rows of a partition
     */
    EpochLayout(AveragingRounds rounds, int examples, int ofRound, int rowsTogether) {
        this.examples = examples;
        this.ofRound = ofRound;
        this.starts = rounds.startsOf(ofRound);
        this.lastStarts = rounds.startsOf(examples - (roundCount() - 1) * ofRound);
        this.roundsTogether = Math.max(1, rowsTogether / starts[1]);
    }

    private int roundCount() {
        return (int) ((examples + (long) ofRound - 1) / ofRound);
    }

    private int workers() {
        return starts.length - 1;
    }

    private int[] startsOf(int round) {
        return round == roundCount() - 1 ? lastStarts : starts;
    }

    /** The first of the partitions that have a round, one for each worker. */
    int firstPartition(int round) {
        return round / roundsTogether * workers();
    }

    /** Where in its partition the part of a worker begins. */
    int placeOf(int round, int worker) {
        return round % roundsTogether * (starts[worker + 1] - starts[worker]);
    }

    /** The number of rounds that have the same partitions. */
    int roundsTogether() {
        return roundsTogether;
    }

    @Override
    public int partitions() {
        return (roundCount() + roundsTogether - 1) / roundsTogether * workers();
    }

    @Override
    public int partitionOf(int position) {
        int round = position / ofRound;
        return firstPartition(round) + workerOf(round, position % ofRound);
    }

    @Override
    public int placeOf(int position) {
        int round = position / ofRound;
        int within = position % ofRound;
        int worker = workerOf(round, within);
        return placeOf(round, worker) + within - startsOf(round)[worker];
    }

    private int workerOf(int round, int within) {
        int[] bounds = startsOf(round);
        int worker = 0;
        while (bounds[worker + 1] <= within) {
            worker++;
        }
        return worker;
    }

    @Override
    public int rowsOf(int partition) {
        int worker = partition % workers();
        int from = partition / workers() * roundsTogether;
        int to = Math.min(from + roundsTogether, roundCount());
        int rows = 0;
        for (int round = from; round < to; round++) {
            rows += startsOf(round)[worker + 1] - startsOf(round)[worker];
        }
        return rows;
    }
}
