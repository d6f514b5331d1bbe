package dev.plumbline.diagnose.representation;

import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the examples of a step from the recorded values of its first layer. */
public final class BatchExamples {
    /** Larger data sets are not searched. */
    private static final int MOST = 5_000;

    /** The index of a row that is the planned one. */
    private static final int PLANNED = -1;

    private final Experiment experiment;
    private final Pool all;

    /** Finds the examples of this experiment. */
    public BatchExamples(Experiment experiment) {
        this.experiment = experiment;
        this.all = new Pool(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
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
    public Optional<Batch> taken(Batch batch, StepTrace shown, TrainingState before) {
        return experiment.inputs().rows() > MOST ? Optional.empty() : taken(batch, all, shown, before);
    }

    /** The planned batch in the order in which the step used its examples. */
    public Batch inOrder(Batch planned, StepTrace shown, TrainingState before) {
        return taken(planned, Pool.of(planned), shown, before)
                .filter(reordered -> areTheSame(planned, reordered))
                .orElse(planned);
    }

    /** The batch of examples from a pool that reproduces Z or, where Z holds something else, A of the first layer. */
    private Optional<Batch> taken(Batch batch, Pool pool, StepTrace shown, TrainingState before) {
        if (batch.mask(1).isPresent()) {
            return Optional.empty();
        }
        for (Quantity quantity : List.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION)) {
            Optional<int[]> indices =
                    shown.get(quantity, 1).flatMap(rows -> indices(quantity, rows, batch, pool, before));
            if (indices.isPresent()) {
                boolean planned = Arrays.stream(indices.get()).allMatch(index -> index == PLANNED);
                return planned ? Optional.empty() : Optional.of(with(batch, pool, indices.get()));
            }
        }
        return Optional.empty();
    }

    /** The index of the example of each row in the pool, or {@link #PLANNED}; empty if some row is of none. */
    private Optional<int[]> indices(Quantity quantity, Matrix rows, Batch batch, Pool pool, TrainingState before) {
        Matrix own = first(quantity, batch.inputs(), before, 1);
        if (!own.hasShapeOf(rows)) {
            return Optional.empty();
        }
        @Nullable Matrix all = null;
        @Nullable Matrix scaled = null;
        int[] indices = new int[rows.rows()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = PLANNED;
            if (matches(rows, i, own, i)) {
                continue;
            }
            if (all == null || scaled == null) {
                all = first(quantity, pool.inputs(), before, 1);
                scaled = first(quantity, pool.inputs(), before, 1 + 1e-6);
            }
            indices[i] = find(rows, i, all, scaled);
            if (indices[i] < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(indices);
    }

    /**
     * Every possible batch of other examples, in each order if there is dropout; empty if there are more than {@link
     * #MOST}.
     */
    public List<Batch> choices(Batch batch) {
        int all = experiment.inputs().rows();
        boolean ordered = !batch.masks().isEmpty();
        double count = 1;
        for (int i = 0; i < batch.size(); i++) {
            count *= (double) (all - i) / (ordered ? 1 : i + 1);
        }
        List<Batch> found = new ArrayList<>();
        if (count <= MOST) {
            choose(batch, new int[batch.size()], 0, ordered, found);
        }
        return found;
    }

    private void choose(Batch batch, int[] indices, int at, boolean ordered, List<Batch> found) {
        if (at == indices.length) {
            found.add(with(batch, all, indices));
            return;
        }
        int first = ordered || at == 0 ? 0 : indices[at - 1] + 1;
        for (int i = first; i < experiment.inputs().rows(); i++) {
            int next = i;
            if (IntStream.range(0, at).noneMatch(before -> indices[before] == next)) {
                indices[at] = i;
                choose(batch, indices, at + 1, ordered, found);
            }
        }
    }

    /** Z or A of the first layer, with Z multiplied by a factor. */
    private Matrix first(Quantity quantity, Matrix inputs, TrainingState before, double factor) {
        LayerWeights layer = before.weights().get(0);
        Matrix product = inputs.dot(layer.weights());
        Matrix z = layer.bias().map(product::plus).orElse(product).times(factor);
        return quantity == Quantity.PRE_ACTIVATION
                ? z
                : Formulas.activation(experiment.spec().layers().get(0).activation(), z);
    }

    /**
     * The index of the example that produces a row, or -1. Examples whose units are all saturated are skipped, because
     * their outputs do not depend on their inputs.
     */
    private static int find(Matrix rows, int row, Matrix all, Matrix scaled) {
        for (int i = 0; i < all.rows(); i++) {
            if (matches(rows, row, all, i) && !matches(scaled, i, all, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(Matrix rows, int row, Matrix others, int other) {
        double difference = 0;
        double size = 0;
        for (int j = 0; j < rows.columns(); j++) {
            double a = rows.get(row, j);
            double b = others.get(other, j);
            if (!Double.isFinite(a - b)) {
                return false; // infinite values do not identify an example
            }
            difference = Math.max(difference, Math.abs(a - b));
            size = Math.max(size, Math.abs(b));
        }
        return difference <= DiagnosisTolerances.SAME * Math.max(size, 1e-3);
    }

    /** The batch with these examples of a pool. */
    private static Batch with(Batch batch, Pool pool, int[] indices) {
        return new Batch(
                batch.step(),
                batch.epoch(),
                batch.startsEpoch(),
                picked(batch.inputs(), pool.inputs(), indices),
                picked(batch.targets(), pool.targets(), indices),
                batch.weights().map(own -> picked(own, pool.weights().orElseThrow(), indices)),
                batch.masks());
    }

    private static Matrix picked(Matrix own, Matrix all, int[] indices) {
        double[] values = new double[indices.length * own.columns()];
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < own.columns(); j++) {
                values[i * own.columns() + j] = indices[i] == PLANNED ? own.get(i, j) : all.get(indices[i], j);
            }
        }
        return Matrix.wrap(indices.length, own.columns(), values);
    }

    /** Whether two batches have the same examples in any order. */
    public static boolean areTheSame(Batch one, Batch other) {
        return sorted(one).equals(sorted(other));
    }

    private static List<String> sorted(Batch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> Arrays.toString(batch.inputs().take(i).toRowMajor())
                        + Arrays.toString(batch.targets().take(i).toRowMajor()))
                .sorted()
                .toList();
    }
}
