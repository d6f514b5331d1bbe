package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From which weights a network has started, where its first steps show that they are not the experiment's.
 *
 * @param evidence what the network shows
 * @param shownPlaces the same, tensor by tensor
 * @param batches of the first steps
 * @param shown what the network shows of each of them
 */
record StartingPoint(
        Experiment experiment,
        Evidence evidence,
        Set<Replay.Place> shownPlaces,
        Closeness closeness,
        List<Batch> batches,
        List<StepTrace> shown) {

    /** Weights with which what was wrong of the forward pass is right, or all that is shown where that is only weights. */
    Optional<Beginning.Candidate> find() {
        List<Judged> wrong = wrong(experiment.initialWeights(), List.of(), 1);
        if (wrong.stream().noneMatch(each -> isOfTheStart(each.key()))) {
            return Optional.empty();
        }
        return Beginning.reread(experiment).stream()
                .filter(candidate -> Beginning.fits(candidate.weights(), experiment))
                .filter(candidate -> explains(candidate.weights(), List.of(), wrong))
                .findFirst()
                .or(() -> suspicions()
                        .flatMap(suspicions -> inferred(suspicions, wrong).stream())
                        .map(weights -> Beginning.named(weights, experiment))
                        .findFirst());
    }

    /** No other mistake, or where the forward pass tells whether weights are right, each that may have been made besides. */
    private Stream<List<Suspicion>> suspicions() {
        Stream<List<Suspicion>> none = Stream.of(List.of());
        return showsForward()
                ? Stream.concat(
                        none,
                        new Variants(experiment.spec()).everything().stream().map(List::of))
                : none;
    }

    private Optional<List<LayerWeights>> inferred(List<Suspicion> suspicions, List<Judged> wrong) {
        Optional<Rewinding> rewinding =
                Rewinding.of(experiment.initialWeights(), shown.get(0), weights -> firstStep(weights, suspicions));
        Optional<List<LayerWeights>> found =
                rewinding.flatMap(Rewinding::solve).filter(weights -> explains(weights, suspicions, wrong));
        return found.isPresent() || !showsForward()
                ? found
                : rewinding
                        .flatMap(each -> each.solve(shown.get(0)))
                        .filter(weights -> explains(weights, suspicions, wrong));
    }

    private Rewinding.Tensors firstStep(List<LayerWeights> weights, List<Suspicion> suspicions) {
        try (Replay replay = new Replay(experiment, suspicions, Set.of(), closeness)) {
            replay.restore(replay.state().with(weights));
            replay.step(batches.get(0), shown.get(0));
            return new Rewinding.Tensors(replay.goneOnWith(), replay.right());
        }
    }

    /** The weights after a step have always come from some weights; whether from these, only further steps tell. */
    private boolean explains(List<LayerWeights> weights, List<Suspicion> suspicions, List<Judged> before) {
        if (showsForward()) {
            List<Judged> left = wrong(weights, suspicions, 1);
            return left.size() < before.size() && left.stream().noneMatch(each -> isOfTheStart(each.key()));
        }
        return shown.size() > 1 && wrong(weights, suspicions, shown.size()).isEmpty();
    }

    private boolean showsForward() {
        return shownPlaces.contains(new Replay.Place(Quantity.PRE_ACTIVATION, 1))
                || shownPlaces.contains(new Replay.Place(Quantity.ACTIVATION, 1));
    }

    /** Whether a tensor shows at once which weights a layer has started from. */
    private boolean isOfTheStart(Key key) {
        return key.quantity() == Quantity.PRE_ACTIVATION
                || key.quantity() == Quantity.ACTIVATION
                        && !shownPlaces.contains(new Replay.Place(Quantity.PRE_ACTIVATION, key.layer()))
                || evidence == Evidence.WEIGHTS && key.quantity() == Quantity.WEIGHTS;
    }

    private List<Judged> wrong(List<LayerWeights> weights, List<Suspicion> suspicions, int steps) {
        List<Judged> found = new ArrayList<>();
        Examples examples = new Examples(experiment);
        try (Replay replay = new Replay(experiment, suspicions, Set.of(), closeness)) {
            replay.restore(replay.state().with(weights));
            for (int i = 0; i < steps; i++) {
                Batch planned = batches.get(i);
                Batch batch =
                        examples.taken(planned, shown.get(i), replay.state()).orElse(planned);
                replay.step(batch, shown.get(i)).stream()
                        .filter(each -> !closeness.matches(each.residual()))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
