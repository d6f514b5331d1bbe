package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Evidence;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a diagnosis has found so far; its replays continue from there. */
final class DiagnosisState {
    final Experiment experiment;
    final CanonicalSubject subject;
    final FindingList findings = new FindingList();
    final List<String> notes = new ArrayList<>();
    final List<Hypothesis> accepted = new ArrayList<>();
    final Set<Place> excluded = new HashSet<>();
    final Set<Place> shownPlaces = new LinkedHashSet<>();
    Evidence evidence = Evidence.OUTPUTS;
    DiagnosisTolerances tolerances;

    @Nullable
    List<LayerWeights> ownStart; // other initial weights than the experiment's

    DiagnosisState(CanonicalSubject subject) {
        this.experiment = subject.experiment();
        this.subject = subject;
        this.tolerances = DiagnosisTolerances.of(experiment);
    }

    NetworkSpec spec() {
        return experiment.spec();
    }

    /**
     * The criterion for a tensor: element by element, until a mistake is found, for which there are no bounds; and not
     * for tensors that are computed from values that decoding rounds.
     */
    Replay.Criterion criterion(Key key) {
        return findings.size() == 0 && !subject.isRounded(key.quantity())
                ? Replay.Criterion.ELEMENTS
                : Replay.Criterion.EITHER;
    }

    /** Whether the outputs follow from recorded weights and no mistake, so that each has a bound. */
    boolean boundsOutputs() {
        boolean areRecorded = Place.areAll(spec(), Quantity.WEIGHTS, Quantity.BIAS, shownPlaces::contains);
        return areRecorded && findings.size() == 0 && !subject.isRounded(Quantity.BIAS);
    }

    /** A replay with the mistakes that were found. */
    Replay newReplay() {
        return newReplay(Replay.Noise.NONE);
    }

    /** A replay with the mistakes that were found, whose tensors are perturbed if they are not recorded. */
    Replay newReplay(Replay.Noise noise) {
        Function<Key, Replay.Criterion> criterion =
                noise == Replay.Noise.NONE ? this::criterion : key -> Replay.Criterion.HYPOTHESIS;
        Replay replay = new Replay(experiment, accepted, excluded, tolerances, criterion, noise);
        if (ownStart != null) {
            replay.restore(replay.state().with(ownStart));
        }
        return replay;
    }

    /** Whether a tensor matches neither with the mistakes that were found nor without them. */
    static boolean isWrong(TensorMismatches match) {
        return !match.matches() && !match.isRight();
    }
}
