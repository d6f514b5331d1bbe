package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.DividedByBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The penalties that DL4J's layers add to the loss, each by DL4J's own formula. DL4J's score includes weight decay as a
 * penalty, although its gradient does not pass through the updater. The loss here does not include it.
 */
public final class Dl4jPenalties {
    private Dl4jPenalties() {}

    /** The penalties of all layers with their current parameters. */
    public static double of(Layer[] layers) {
        double sum = 0;
        for (Layer layer : layers) {
            for (var parameter : layer.paramTable().entrySet()) {
                for (Regularization penalty : layer.conf().getLayer().getRegularizationByParam(parameter.getKey())) {
                    if (!(penalty instanceof WeightDecay)) {
                        sum += penalty.score(parameter.getValue(), 0, 0); // no coefficient depends on the iteration
                    }
                }
            }
        }
        return sum;
    }

    /** DL4J's penalties with coefficients that are divided by the number of examples; empty if both are 0. */
    static Optional<Dl4jExpression<List<Regularization>>> divided(double l1, double l2) {
        List<Dl4jExpression<Regularization>> penalties = Stream.of(
                        divided("L1Regularization", l1, L1Regularization::new),
                        divided("L2Regularization", l2, L2Regularization::new))
                .flatMap(Optional::stream)
                .toList();
        String all = penalties.stream().map(Dl4jExpression::java).collect(Collectors.joining(", "));
        return penalties.isEmpty()
                ? Optional.empty()
                : Optional.of(new Dl4jExpression<>(
                        "new ArrayList<>(List.of(" + all + "))", // DL4J's builder may add others
                        () -> penalties.stream()
                                .map(Dl4jExpression::make)
                                .collect(Collectors.toCollection(ArrayList::new))));
    }

    private static Optional<Dl4jExpression<Regularization>> divided(
            String type, double coefficient, Function<ISchedule, Regularization> constructor) {
        return coefficient == 0
                ? Optional.empty()
                : Optional.of(new Dl4jExpression<>(
                        "new " + type + "(new DividedByBatch(" + coefficient + "))",
                        () -> constructor.apply(new DividedByBatch(coefficient))));
    }
}
