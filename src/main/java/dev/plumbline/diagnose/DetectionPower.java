package dev.plumbline.diagnose;

import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.diagnose.findings.Power.Reason;
import dev.plumbline.diagnose.planted.PlantedMistake;
import dev.plumbline.diagnose.planted.PlantedTraining;
import dev.plumbline.diagnose.planted.PlantedTrials;
import dev.plumbline.diagnose.planted.PlantedTrials.Effect;
import dev.plumbline.diagnose.planted.RecordedParts;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Measures which known mistakes a check would have found in its own training. Each mistake is made in this training by
 * the reference, which records what the checked network records; the check that judged the network then judges it.
 *
 * <p>A mistake that changes no bit of this training is counted only if it changes some in {@linkplain #probe another
 * training} of the same network: a network without a bias cannot forget it.
 */
public final class DetectionPower {
    /** The steps of the probe: what begins with the second step, or with the second epoch of few steps, shows. */
    private static final int PROBE_STEPS = 12;

    /** A rate that changes every number, and whose square is another one. */
    private static final double PROBE_RATE = 0.37;

    /** The numbers of a step from which a step of another engine costs little more than one of the reference. */
    private static final long LARGE = 10_000;

    /** The steps that are examined in any case. */
    private static final int LEAST = 20_000;

    private final Experiment experiment;
    private final RecordedParts parts;
    private final Predicate<Subject> isFound;

    /** The power of a check of an engine, which compares every tensor of every step. */
    public static Power ofEngine(Experiment experiment) {
        SubjectCheck check = new SubjectCheck(new ReferenceEngine(), experiment);
        Predicate<Subject> isFound = planted ->
                check.runToDifference(planted).lane().firstDifference().isPresent();
        return new DetectionPower(experiment, RecordedParts.ALL, isFound).measure();
    }

    /** The power of a check of a network, which compares what the network records. */
    public static Power ofNetwork(CanonicalSubject network) {
        Experiment experiment = network.experiment();
        return new DetectionPower(experiment, RecordedParts.of(network), new Diagnoser(experiment)::isDifferent)
                .measure();
    }

    /**
     * Prepares a measurement.
     *
     * @param experiment the training, from the network's own initial weights
     * @param parts what the network records
     * @param isFound the check: whether it finds a difference in a network
     */
    private DetectionPower(Experiment experiment, RecordedParts parts, Predicate<Subject> isFound) {
        this.experiment = experiment;
        this.parts = parts;
        this.isFound = isFound;
    }

    /** Makes every known mistake in turn. */
    Power measure() {
        List<PlantedMistake> mistakes = PlantedMistake.all(experiment);
        List<Effect> probed = new PlantedTrials(
                        probe(), RecordedParts.ALL, (double) PROBE_STEPS * mistakes.size(), Tolerances.REPRODUCED)
                .run(mistakes);
        PlantedTrials whole = new PlantedTrials(experiment, parts, budget(), 0);
        List<Effect> effects = new ArrayList<>(whole.run(mistakes(probed, true)));
        // What changes nothing in the probe is mostly impossible in this network.
        List<PlantedMistake> doubtful = mistakes(probed, false);
        new PlantedTrials(experiment, parts, (double) PROBE_STEPS * doubtful.size(), Tolerances.REPRODUCED)
                .run(doubtful).stream().filter(Effect::changes).forEach(effects::add);
        Map<Mistake, List<Outcome>> outcomes = new EnumMap<>(Mistake.class);
        effects.stream()
                .collect(Collectors.groupingBy(Place::of, LinkedHashMap::new, Collectors.toList()))
                .forEach((place, ways) -> outcomes.computeIfAbsent(place.mistake(), mistake -> new ArrayList<>())
                        .add(new Outcome(place, unseen(ways))));
        return summary(outcomes, whole.steps());
    }

    private static List<PlantedMistake> mistakes(List<Effect> effects, boolean change) {
        return effects.stream()
                .filter(effect -> effect.changes() == change)
                .map(Effect::mistake)
                .toList();
    }

    /** As many steps as take about the time of the check, which takes a step of another engine for each of its own. */
    private double budget() {
        return (experiment.numbersOfStep() < LARGE ? 20.0 : 2.0) * experiment.steps() + LEAST;
    }

    /** A mistake in a layer, or in the whole network, or only in the value of the loss. */
    private record Place(Mistake mistake, Optional<Integer> layer, boolean isOfLoss) {
        static Place of(Effect effect) {
            PlantedMistake planted = effect.mistake();
            return new Place(planted.mistake(), planted.layer(), planted.isOfLoss());
        }
    }

    /** Why a mistake at a place is not found; empty if it is. */
    private record Outcome(Place place, Optional<Reason> unseen) {}

    /** The reason for the first way to make a mistake that is not found; a way without an effect is none. */
    private Optional<Reason> unseen(List<Effect> ways) {
        List<Effect> effective = ways.stream().filter(Effect::changes).toList();
        return effective.isEmpty()
                ? Optional.of(Reason.NO_EFFECT)
                : effective.stream().flatMap(way -> unseen(way).stream()).findFirst();
    }

    private Optional<Reason> unseen(Effect way) {
        if (!way.isRecorded()) {
            return Optional.of(Reason.NOT_RECORDED);
        }
        return isFound.test(new PlantedTraining(way.mistake(), parts))
                ? Optional.empty()
                : Optional.of(Reason.TOO_SMALL);
    }

    private Power summary(Map<Mistake, List<Outcome>> outcomes, long steps) {
        List<Mistake> detected = new ArrayList<>();
        List<Power.Unseen> unseen = new ArrayList<>();
        outcomes.forEach((mistake, places) -> {
            List<Outcome> missed = places.stream()
                    .filter(outcome -> outcome.unseen().isPresent())
                    .toList();
            TreeSet<Integer> layers = new TreeSet<>();
            missed.forEach(outcome -> outcome.place().layer().ifPresent(layers::add));
            missed.stream()
                    .findFirst()
                    .flatMap(Outcome::unseen)
                    .ifPresentOrElse(
                            reason -> unseen.add(new Power.Unseen(
                                    mistake,
                                    List.copyOf(layers),
                                    missed.stream()
                                            .allMatch(outcome -> outcome.place().isOfLoss()),
                                    reason)),
                            () -> detected.add(mistake));
        });
        return new Power(detected, unseen, steps, experiment.steps());
    }

    /**
     * The same network with numbers of which none is special: inputs from the normal distribution, with one example of
     * zeros, weights between -1 and 1, biases of 0, and another constant rate.
     */
    private Experiment probe() {
        NetworkSpec spec = experiment.spec();
        List<Layer> layers = spec.layers().stream()
                .map(layer -> Schema.with(layer, Map.of("init", Optional.empty(), "bias_init", 0.0)))
                .toList();
        NetworkSpec changed = Schema.with(
                spec,
                Map.of(
                        "layers", layers,
                        "init", Optional.of(new Initializer.Uniform(-1, 1)),
                        "training",
                                Schema.with(
                                        spec.training(),
                                        "optimizer",
                                        probed(spec.training().optimizer()))));
        Matrix given = experiment.inputs();
        double[] inputs = new NumpyRandom(spec.seed()).normal(0, 1, given.size());
        Arrays.fill(inputs, 0, given.columns(), 0);
        return Experiment.of(
                changed,
                Matrix.wrap(given.rows(), given.columns(), inputs),
                experiment.targets(),
                experiment.exampleWeights());
    }

    private static Optimizer probed(Optimizer optimizer) {
        boolean isConstant = optimizer
                .rate()
                .filter(rate -> rate instanceof LearningRate.Constant)
                .isPresent();
        return isConstant ? Schema.with(optimizer, Optimizer.RATE, LearningRate.of(PROBE_RATE)) : optimizer;
    }
}
