package dev.plumbline.diagnose;

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

/** Which examples a step has taken, as its first layer shows. */
final class BatchExamples {
    /** With more examples, which of them a step has taken is not looked for. */
    private static final int MOST = 5_000;

    private final Experiment experiment;

    BatchExamples(Experiment experiment) {
        this.experiment = experiment;
    }

    /**
     * The batch that a step has taken in place of the experiment's: other examples, or the same in another order. Empty where it
     * is the experiment's, or no batch of its examples gives what the step shows.
     *
     * @param before the state before the step
     */
    Optional<Batch> taken(Batch batch, StepTrace shown, TrainingState before) {
        Quantity quantity =
                shown.get(Quantity.PRE_ACTIVATION, 1).isPresent() ? Quantity.PRE_ACTIVATION : Quantity.ACTIVATION;
        Optional<Matrix> rows = shown.get(quantity, 1);
        if (rows.isEmpty() || experiment.inputs().rows() > MOST || batch.mask(1).isPresent()) {
            return Optional.empty();
        }
        Matrix own = first(quantity, batch.inputs(), before, 1);
        if (!own.hasShapeOf(rows.get())) {
            return Optional.empty();
        }
        @Nullable Matrix all = null;
        @Nullable Matrix moved = null;
        int[] indices = new int[rows.get().rows()];
        boolean same = true;
        for (int i = 0; i < indices.length; i++) {
            boolean ownRow = matches(rows.get(), i, own, i);
            same &= ownRow;
            if (!ownRow && all == null) {
                all = first(quantity, experiment.inputs(), before, 1);
                moved = first(quantity, experiment.inputs(), before, 1 + 1e-6);
            }
            indices[i] = ownRow || all == null || moved == null ? -1 : find(rows.get(), i, all, moved);
            if (!ownRow && indices[i] < 0) {
                return Optional.empty();
            }
        }
        return same ? Optional.empty() : Optional.of(with(batch, indices));
    }

    /** The batch in the order in which a step has taken its examples. */
    Batch inOrder(Batch planned, StepTrace shown, TrainingState before) {
        return taken(planned, shown, before)
                .filter(other -> areTheSame(planned, other))
                .orElse(planned);
    }

    /**
     * Every choice of other examples for a batch, in each order where something is dropped; none where there are more than some
     * thousands.
     */
    List<Batch> choices(Batch batch) {
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
            found.add(with(batch, indices));
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

    /** Z or A of the first layer, where Z is multiplied by this. */
    private Matrix first(Quantity quantity, Matrix inputs, TrainingState before, double factor) {
        LayerWeights layer = before.weights().get(0);
        Matrix product = inputs.dot(layer.weights());
        Matrix z = layer.bias().map(product::plus).orElse(product).times(factor);
        return quantity == Quantity.PRE_ACTIVATION
                ? z
                : Formulas.activation(experiment.spec().layers().get(0).activation(), z);
    }

    /** An example that has a row; not one whose units are all saturated, which do not move with what they are given. */
    private static int find(Matrix rows, int row, Matrix all, Matrix moved) {
        for (int i = 0; i < all.rows(); i++) {
            if (matches(rows, row, all, i) && !matches(moved, i, all, i)) {
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
                return false; // what is infinite tells no example from another
            }
            difference = Math.max(difference, Math.abs(a - b));
            size = Math.max(size, Math.abs(b));
        }
        return difference <= DiagnosisTolerances.SAME * Math.max(size, 1e-3);
    }

    /** The batch with these examples; where there is −1, the batch's own is kept. */
    private Batch with(Batch batch, int[] indices) {
        return new Batch(
                batch.step(),
                batch.epoch(),
                batch.startsEpoch(),
                picked(batch.inputs(), experiment.inputs(), indices),
                picked(batch.targets(), experiment.targets(), indices),
                batch.weights()
                        .map(own -> picked(own, experiment.exampleWeights().orElseThrow(), indices)),
                batch.masks());
    }

    private static Matrix picked(Matrix own, Matrix all, int[] indices) {
        double[] values = new double[indices.length * own.columns()];
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < own.columns(); j++) {
                values[i * own.columns() + j] = indices[i] < 0 ? own.get(i, j) : all.get(indices[i], j);
            }
        }
        return Matrix.wrap(indices.length, own.columns(), values);
    }

    /** Whether two batches hold the same examples, in whatever order. */
    static boolean areTheSame(Batch one, Batch other) {
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
