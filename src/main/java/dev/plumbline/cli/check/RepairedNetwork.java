package dev.plumbline.cli.check;

import dev.plumbline.recording.WatchedScript;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Dropout;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** What an edited script trains, beside what it trained before. */
final class RepairedNetwork {
    private RepairedNetwork() {}

    /**
     * Whether an edited script trains the same network. The reduction of the loss, the constants of the optimizer and
     * the penalty may be others if those of the script alone were guessed, the squared error another multiple, and the
     * steps larger; the last activation and the loss, if these fit none that is known; the learning rate, if that of
     * the script alone was estimated; the number of steps, if not all of them were compared, or if the script may stop
     * early; the reduction, if the optimizer hides the size of gradients; all that only updates show, if they were not
     * understood; a penalty, if the script names one that its updates lack; a dropout may drop what it kept; and a
     * layer may have a bias that it had not.
     */
    static boolean isSame(
            NetworkSpec repairedNetwork,
            NetworkSpec network,
            WatchedScript script,
            WatchedScript edited,
            int firstStep) {
        NetworkSpec repaired = withBiasesOf(network, withLesserDropout(repairedNetwork));
        NetworkSpec before = withLesserDropout(network);
        if (!script.comparesUpdates() && edited.comparesUpdates()) {
            return ofGradients(Schema.with(repaired, "data", before.data()), before)
                    .equals(ofGradients(before, before));
        }
        if (script.isGuessed() && !edited.isGuessed() || isPart(script, edited)) {
            // An update that leaves the loop over examples takes all of them in one step.
            boolean isAsLong = edited.examplesTaken() >= script.examplesTaken();
            if (script.hasGuessedOutputs()) {
                repaired = withOutputsOf(before, repaired);
            }
            Optimizer optimizer = unrated(repaired).training().optimizer();
            Optimizer optimizerBefore = unrated(before).training().optimizer();
            boolean isOfKind = script.isGuessed()
                    && (script.hasUnknownOptimizer() || optimizer.getClass().equals(optimizerBefore.getClass()));
            if (script.isGuessed()) {
                repaired = ofSquares(repaired);
                before = ofSquares(before);
            }
            return (isAsLong || isPart(script, edited))
                    && (isOfKind || optimizer.equals(optimizerBefore))
                    && withoutConstants(Schema.with(repaired, "data", before.data()))
                            .equals(withoutConstants(before));
        }
        boolean isOfLength = Objects.equals(stepsOf(edited), stepsOf(script))
                && (edited.stepsTaken() == script.stepsTaken() || script.mayStop() && edited.stepsTaken() > firstStep);
        if (script.mayStop()) {
            repaired = ofOneEpoch(repaired);
            before = ofOneEpoch(before);
        }
        // The rates of wrong updates have fewer digits, or are not seen to fall.
        if (script.hasEstimatedConstants()
                || beginsAs(rateOf(repaired), rateOf(before))
                || script.mayStop() && isContinued(rateOf(repaired), rateOf(before))) {
            repaired = unrated(repaired);
            before = unrated(before);
        }
        if (script.lacksPenalty()) {
            repaired = unregularized(repaired);
            before = unregularized(before);
        }
        boolean isFree = hidesSize(before.training().optimizer());
        return isOfLength
                && (repaired.equals(before) || isFree && ofSum(repaired).equals(ofSum(before)));
    }

    /** The steps that were understood, without their number. */
    private static String stepsOf(WatchedScript script) {
        return Objects.requireNonNull(script.understood().get("steps")).replaceFirst("[\\d,]+ ", "");
    }

    /** Whether only some of the steps can be compared. */
    static boolean isPart(WatchedScript script, WatchedScript edited) {
        return !script.isWhole() || edited.hasPenaltyOfBatch();
    }

    private static NetworkSpec withLesserDropout(NetworkSpec spec) {
        return Schema.with(
                spec,
                "layers",
                spec.layers().stream()
                        .map(layer ->
                                Schema.with(layer, "dropout", layer.dropout().map(RepairedNetwork::lesser)))
                        .toList());
    }

    /** Without the biases that the other network has not: what is added behind an activation is meant before it. */
    private static NetworkSpec withBiasesOf(NetworkSpec model, NetworkSpec spec) {
        int count = spec.layers().size();
        if (model.layers().size() != count) {
            return spec;
        }
        List<Layer> layers = IntStream.range(0, count)
                .mapToObj(i -> {
                    Layer layer = spec.layers().get(i);
                    return model.layers().get(i).bias() ? layer : Schema.with(layer, "bias", false);
                })
                .toList();
        return Schema.with(spec, "layers", layers);
    }

    private static Dropout lesser(Dropout dropout) {
        double drop = dropout.dropProbability();
        return new Dropout(Math.rint(1e9 * Math.min(drop, 1 - drop)) / 1e9);
    }

    private static boolean hidesSize(Optimizer optimizer) {
        return !(optimizer instanceof Optimizer.Sgd
                || optimizer instanceof Optimizer.Momentum
                || optimizer instanceof Optimizer.Nesterov);
    }

    /** With half the squared error in place of the losses that are a constant times it. */
    private static NetworkSpec ofSquares(NetworkSpec spec) {
        boolean isSquare = spec.loss() instanceof Loss.SquaredError || spec.loss() instanceof Loss.MeanSquaredError;
        return isSquare ? Schema.with(spec, "loss", new Loss.HalfSquaredError()) : spec;
    }

    private static NetworkSpec ofOneEpoch(NetworkSpec spec) {
        return Schema.with(spec, "training", Schema.with(spec.training(), "epochs", 1));
    }

    private static NetworkSpec ofSum(NetworkSpec spec) {
        return Schema.with(spec, "reduction", Reduction.SUM);
    }

    /** A network without what its gradients do not show. */
    private static NetworkSpec ofGradients(NetworkSpec spec, NetworkSpec before) {
        List<?> layers = spec.layers().stream()
                .map(layer -> Schema.with(layer, "gradient_normalization", Optional.empty()))
                .toList();
        return withoutConstants(Schema.with(spec, Map.of("layers", layers, "training", before.training())));
    }

    private static NetworkSpec withOutputsOf(NetworkSpec model, NetworkSpec spec) {
        int last = spec.layers().size() - 1;
        if (model.layers().size() != last + 1) {
            return spec;
        }
        List<Layer> layers = new ArrayList<>(spec.layers());
        layers.set(
                last,
                Schema.with(
                        layers.get(last), "activation", model.layers().get(last).activation()));
        return Schema.with(spec, Map.of("layers", layers, "loss", model.loss()));
    }

    private static NetworkSpec unrated(NetworkSpec spec) {
        Optimizer optimizer = spec.training().optimizer();
        Optimizer unrated =
                optimizer.rate().isPresent() ? Schema.with(optimizer, Optimizer.RATE, LearningRate.of(1)) : optimizer;
        return Schema.with(spec, "training", Schema.with(spec.training(), "optimizer", unrated));
    }

    private static Optional<LearningRate> rateOf(NetworkSpec spec) {
        return spec.training().optimizer().rate();
    }

    private static boolean beginsAs(Optional<LearningRate> changing, Optional<LearningRate> constant) {
        return changing.isPresent()
                && constant.isPresent()
                && changing.get() instanceof LearningRate.Table table
                && LearningRate.of(table.initial()).equals(constant.get());
    }

    /** Whether the rates of a training that stops sooner are the first ones of the other's. */
    private static boolean isContinued(Optional<LearningRate> one, Optional<LearningRate> longer) {
        return one.isPresent()
                && longer.isPresent()
                && one.get() instanceof LearningRate.Table rates
                && longer.get() instanceof LearningRate.Table more
                && first(rates, more).equals(first(more, rates));
    }

    /** The rates of a table, as many as another one has too. */
    private static LearningRate.Table first(LearningRate.Table table, LearningRate.Table model) {
        int count = Math.min(table.from().size(), model.from().size());
        return new LearningRate.Table(
                table.initial(), table.from().subList(0, count), table.rates().subList(0, count), table.per());
    }

    private static NetworkSpec unregularized(NetworkSpec spec) {
        return Schema.with(
                spec,
                "layers",
                spec.layers().stream()
                        .map(layer -> Schema.with(layer, "regularization", Optional.empty()))
                        .toList());
    }

    /** A network without the numbers of its training, and without its optimizer, which has others. */
    private static NetworkSpec withoutConstants(NetworkSpec spec) {
        Optimizer plain = new Optimizer.Sgd(LearningRate.of(1));
        return Schema.with(
                spec,
                Map.of(
                        "reduction", Reduction.SUM,
                        "layers", unregularized(spec).layers(),
                        "training",
                                Schema.with(
                                        spec.training(),
                                        Map.of("optimizer", plain, "epochs", 1, "batch_size", new BatchSize.All()))));
    }
}
