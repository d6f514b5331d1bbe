package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the examples of a step from the recorded values of its first layer. */
public final class BatchExamples {
    /** Larger data sets are not searched. */
    private static final int MOST = 5_000;

    /** The distance of two rows up to which no other example is nearer. */
    private static final double CLOSE = 1e-14;

    /** The index of a row that is the planned one. */
    private static final int PLANNED = -1;

    private final Experiment experiment;
    private final Pool dataSet;

    /** Finds the examples of this experiment. */
    public BatchExamples(Experiment experiment) {
        this.experiment = experiment;
        this.dataSet = new Pool(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
    }

    /** What a recorded tensor holds. */
    private enum Held {
        Z(Quantity.PRE_ACTIVATION, Quantity.PRE_ACTIVATION),
        A(Quantity.ACTIVATION, Quantity.ACTIVATION),
        A_IN_PLACE_OF_Z(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION);

        private final Quantity name;
        private final Quantity quantity;

        Held(Quantity name, Quantity quantity) {
            this.name = name;
            this.quantity = quantity;
        }
    }

    /** Examples from which a batch may be taken, one in a row. */
    private record Pool(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        static Pool of(Batch batch) {
            return new Pool(batch.inputs(), batch.targets(), batch.weights());
        }
    }

    /**
     * The batch that a step used instead of the planned one: other examples, or the same in another order. Empty if the
     * step used the planned batch, or if no batch reproduces the recorded values.
     *
     * @param before the state before the step
     */
    public Optional<Batch> taken(Batch batch, StepTrace recorded, TrainingState before) {
        Optional<Batch> reordered =
                taken(batch, Pool.of(batch), true, recorded, before).filter(rows -> areTheSame(batch, rows));
        return reordered.isPresent() || experiment.inputs().rows() > MOST
                ? reordered
                : taken(batch, dataSet, false, recorded, before);
    }

    /** The planned batch in the order in which the step used its examples. */
    public Batch inOrder(Batch planned, StepTrace recorded, TrainingState before) {
        return taken(planned, recorded, before)
                .filter(batch -> areTheSame(planned, batch))
                .orElse(planned);
    }

    /**
     * The batch of examples from a pool that reproduces Z or A of the first layer that records one of them; Z may also hold
     * A. Other examples than the planned ones are only taken from the first layer, since few numbers identify an example.
     *
     * @param permutes whether the pool is the planned batch, of which each example is taken once
     */
    private Optional<Batch> taken(Batch batch, Pool pool, boolean permutes, StepTrace recorded, TrainingState before) {
        int layers = permutes ? before.weights().size() : 1;
        for (int layer = 1; layer <= layers && batch.mask(layer).isEmpty(); layer++) {
            for (Held held : Held.values()) {
                Key key = new Key(batch.step(), held.quantity, layer);
                Optional<int[]> indices = recorded.get(held.name, layer)
                        .flatMap(rows -> indices(key, rows, batch, pool, permutes, before));
                if (indices.isPresent()) {
                    boolean planned = Arrays.stream(indices.get()).allMatch(index -> index == PLANNED);
                    if (planned) {
                        return Optional.empty();
                    }
                    Batch reordered = with(batch, pool, indices.get());
                    return Optional.of(
                            permutes
                                    ? byDeltas(
                                            reordered,
                                            recorded.get(held.name, layer).orElseThrow(),
                                            key,
                                            recorded,
                                            before)
                                    : reordered);
                }
            }
        }
        return Optional.empty();
    }

    /** The index of the example of each row in the pool, or {@link #PLANNED}; empty if some row is of none. */
    private Optional<int[]> indices(
            Key key, Matrix rows, Batch batch, Pool pool, boolean permutes, TrainingState before) {
        Matrix planned = forward(key, batch.inputs(), before, 1);
        if (!planned.hasShapeOf(rows)) {
            return Optional.empty();
        }
        @Nullable Matrix pooled = null;
        @Nullable Matrix scaled = null;
        boolean[] isUsed = new boolean[pool.inputs().rows()];
        int[] indices = new int[rows.rows()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = PLANNED;
            if (distance(rows, i, planned, i) <= CLOSE && !(permutes && isUsed[i])) {
                isUsed[i] = permutes;
                continue;
            }
            if (pooled == null || scaled == null) {
                pooled = forward(key, pool.inputs(), before, 1);
                scaled = forward(key, pool.inputs(), before, 1 + 1e-6);
            }
            int nearest = find(rows, i, pooled, permutes ? isUsed : saturated(pooled, scaled));
            boolean isPlanned = matches(rows, i, planned, i)
                    && !(permutes && isUsed[i])
                    && (nearest < 0 || distance(rows, i, planned, i) <= distance(rows, i, pooled, nearest));
            if (nearest < 0 && !isPlanned) {
                return Optional.empty();
            }
            indices[i] = isPlanned ? PLANNED : nearest;
            if (permutes) {
                isUsed[isPlanned ? i : nearest] = true;
            }
        }
        return Optional.of(indices);
    }

    /**
     * A batch in another order, in which examples whose rows of a tensor are equal, as where all units are saturated, are
     * told apart by the deltas.
     */
    private Batch byDeltas(Batch taken, Matrix rows, Key key, StepTrace recorded, TrainingState before) {
        Matrix computed = forward(key, taken.inputs(), before, 1);
        StepTrace expected = tensorsOf(taken, before);
        boolean[] isUsed = new boolean[rows.rows()];
        int[] indices = new int[rows.rows()];
        for (int i = 0; i < indices.length; i++) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int example = 0; example < indices.length; example++) {
                if (!isUsed[example] && matches(rows, i, computed, example)) {
                    double distance = distanceOfDeltas(recorded, i, expected, example);
                    boolean isCloser = distance < least || distance == least && example == i;
                    best = best < 0 || isCloser ? example : best;
                    least = Math.min(distance, least);
                }
            }
            if (best < 0) {
                return taken;
            }
            isUsed[best] = true;
            indices[i] = best;
        }
        return with(taken, Pool.of(taken), indices);
    }

    private StepTrace tensorsOf(Batch batch, TrainingState before) {
        try (Replay replay = new Replay(experiment, List.of(), Set.of(), DiagnosisTolerances.of(experiment))) {
            replay.restore(before);
            return replay.tensorsOf(batch);
        }
    }

    /** The largest difference of the deltas of two examples, in any layer that records them. */
    private static double distanceOfDeltas(StepTrace actual, int row, StepTrace expected, int example) {
        double largest = 0;
        for (Key key : expected.keys()) {
            Optional<Matrix> recorded = key.quantity() == Quantity.DELTA ? actual.get(key) : Optional.empty();
            if (recorded.isPresent()) {
                largest = Math.max(
                        largest, distance(recorded.get(), row, expected.get(key).orElseThrow(), example));
            }
        }
        return largest;
    }

    /**
     * Every possible batch of other examples, in each order if there is dropout; empty if there are more than {@link
     * #MOST}.
     */
    public List<Batch> choices(Batch batch) {
        int examples = experiment.inputs().rows();
        boolean ordered = !batch.masks().isEmpty();
        double count = 1;
        for (int i = 0; i < batch.size(); i++) {
            count *= (double) (examples - i) / (ordered ? 1 : i + 1);
        }
        List<Batch> choices = new ArrayList<>();
        if (count <= MOST) {
            choose(batch, new int[batch.size()], 0, ordered, choices);
        }
        return choices;
    }

    private void choose(Batch batch, int[] indices, int at, boolean ordered, List<Batch> choices) {
        if (at == indices.length) {
            choices.add(with(batch, dataSet, indices));
            return;
        }
        int first = ordered || at == 0 ? 0 : indices[at - 1] + 1;
        int missing =
                ordered ? 0 : batch.size() - 1 - at; // later ones that ascend: without them, a choice leads nowhere
        for (int i = first; i < experiment.inputs().rows() - missing; i++) {
            int next = i;
            if (IntStream.range(0, at).noneMatch(before -> indices[before] == next)) {
                indices[at] = i;
                choose(batch, indices, at + 1, ordered, choices);
            }
        }
    }

    /** Z or A of a layer without dropout, with Z of this layer multiplied by a factor. */
    private Matrix forward(Key key, Matrix inputs, TrainingState before, double factor) {
        Matrix values = inputs;
        for (int l = 1; l <= key.layer(); l++) {
            LayerWeights layer = before.weights().get(l - 1);
            Matrix product = values.dot(layer.weights());
            Matrix z = layer.bias().map(product::plus).orElse(product).times(l == key.layer() ? factor : 1);
            boolean isZ = l == key.layer() && key.quantity() == Quantity.PRE_ACTIVATION;
            values = isZ
                    ? z
                    : Formulas.activation(experiment.spec().layers().get(l - 1).activation(), z);
        }
        return values;
    }

    /** The index of the example whose numbers are nearest to a row, or -1 if none is close. */
    private static int find(Matrix rows, int row, Matrix pooled, boolean[] isExcluded) {
        int nearest = -1;
        for (int i = 0; i < pooled.rows(); i++) {
            boolean isCloser = nearest < 0 || distance(rows, row, pooled, i) < distance(rows, row, pooled, nearest);
            if (!isExcluded[i] && isCloser && matches(rows, row, pooled, i)) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** The examples whose units are all saturated, so that their outputs do not depend on their inputs. */
    private static boolean[] saturated(Matrix pooled, Matrix scaled) {
        boolean[] saturated = new boolean[pooled.rows()];
        for (int i = 0; i < saturated.length; i++) {
            saturated[i] = matches(scaled, i, pooled, i);
        }
        return saturated;
    }

    private static boolean matches(Matrix rows, int row, Matrix others, int index) {
        return distance(rows, row, others, index) <= DiagnosisTolerances.SAME;
    }

    /** The largest difference of two rows, relative to the second; infinite values do not identify an example. */
    private static double distance(Matrix rows, int row, Matrix others, int index) {
        double difference = 0;
        double size = 1e-3;
        for (int j = 0; j < rows.columns(); j++) {
            double a = rows.get(row, j);
            double b = others.get(index, j);
            if (!Double.isFinite(a - b)) {
                return Double.POSITIVE_INFINITY;
            }
            difference = Math.max(difference, Math.abs(a - b));
            size = Math.max(size, Math.abs(b));
        }
        return difference / size;
    }

    /** The batch with these examples of a pool. */
    private static Batch with(Batch batch, Pool pool, int[] indices) {
        return new Batch(
                batch.step(),
                batch.epoch(),
                batch.startsEpoch(),
                picked(batch.inputs(), pool.inputs(), indices),
                picked(batch.targets(), pool.targets(), indices),
                batch.weights().map(weights -> picked(weights, pool.weights().orElseThrow(), indices)),
                batch.masks());
    }

    private static Matrix picked(Matrix planned, Matrix pooled, int[] indices) {
        double[] values = new double[indices.length * planned.columns()];
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < planned.columns(); j++) {
                values[i * planned.columns() + j] =
                        indices[i] == PLANNED ? planned.get(i, j) : pooled.get(indices[i], j);
            }
        }
        return Matrix.wrap(indices.length, planned.columns(), values);
    }

    /** Whether two batches have the same examples in any order. */
    public static boolean areTheSame(Batch first, Batch second) {
        return Arrays.deepEquals(sorted(first), sorted(second));
    }

    private static double[][] sorted(Batch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> DoubleStream.concat(
                                Arrays.stream(batch.inputs().take(i).toRowMajor()),
                                Arrays.stream(batch.targets().take(i).toRowMajor()))
                        .toArray())
                .sorted(Arrays::compare)
                .toArray(double[][]::new);
    }
}
