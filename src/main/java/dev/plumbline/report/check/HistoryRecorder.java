package dev.plumbline.report.check;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Records the steps of a training for a report, in memory that does not grow with the number of steps. */
public final class HistoryRecorder implements StepObserver {
    private final Map<ComparisonMode, StepMap> maps = new EnumMap<>(ComparisonMode.class);
    private final Map<ComparisonMode, List<Difference>> ofStep =
            new EnumMap<>(ComparisonMode.class); // the differences of the current step
    private final Map<ComparisonMode, Moment> diverged = new EnumMap<>(ComparisonMode.class);
    private final Map<ComparisonMode, Difference> firsts = new EnumMap<>(ComparisonMode.class);
    private final int layers;
    private final Curve subject;
    private final Curve reference;
    private OptionalLong wanted = OptionalLong.empty();
    private @Nullable Moment largest;
    private double largestExcess = Double.NEGATIVE_INFINITY;
    private boolean isLargest; // whether the current step has the largest difference so far
    private boolean lossIsCalculated;

    /** A step of both sides. */
    public record Moment(ComparisonMode lane, StepTrace subject, StepTrace expected, List<Difference> differences) {
        public Moment {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Creates a recorder that keeps the tensors of the first step that differs, or else of the step with the largest
     * difference.
     */
    public HistoryRecorder(Experiment experiment) {
        this.layers = experiment.spec().layers().size();
        for (ComparisonMode lane : ComparisonMode.values()) {
            maps.put(lane, new StepMap(experiment.steps()));
        }
        subject = new Curve(experiment.steps());
        reference = new Curve(experiment.steps());
    }

    /** Keeps the tensors of the step that is diagnosed first, if there is one. To be called before the first step. */
    public void keepFirstOf(Diagnosis diagnosis) {
        wanted = diagnosis.findings().stream()
                .filter(finding -> !finding.first().isAfterTraining())
                .mapToLong(finding -> finding.first().step())
                .findFirst();
    }

    @Override
    public void compared(Difference difference) {
        ComparisonMode lane = difference.lane();
        map(lane).add(difference);
        ofStep.computeIfAbsent(lane, none -> new ArrayList<>()).add(difference);
        if (difference.kind().isDifference()) {
            Difference before = firsts.get(lane);
            if (before == null || difference.key().compareTo(before.key()) < 0) {
                firsts.put(lane, difference);
            }
        } else if (lane == ComparisonMode.LOCAL && difference.excess() > largestExcess) {
            largestExcess = difference.excess();
            isLargest = true;
        }
    }

    @Override
    public void taken(ComparisonMode lane, StepTrace ofSubject, StepTrace expected) {
        long step = ofSubject.step();
        List<Difference> differences = ofStep.getOrDefault(lane, List.of());
        if (lane == ComparisonMode.LOCAL) {
            OptionalDouble recorded = loss(ofSubject);
            OptionalDouble calculated = loss(expected);
            lossIsCalculated |= recorded.isEmpty() && calculated.isPresent();
            (recorded.isPresent() ? recorded : calculated).ifPresent(loss -> subject.add(step, loss));
            if (isLargest && wanted.isEmpty() || wanted.equals(OptionalLong.of(step))) {
                largest = new Moment(lane, ofSubject, expected, differences);
            }
            isLargest = false;
        } else {
            loss(expected).ifPresent(loss -> reference.add(step, loss));
        }
        Difference first = firsts.get(lane);
        if (first != null && first.key().step() == step && !diverged.containsKey(lane)) {
            diverged.put(lane, new Moment(lane, ofSubject, expected, differences));
        }
        ofStep.put(lane, new ArrayList<>());
    }

    private OptionalDouble loss(StepTrace trace) {
        Optional<Matrix> loss = trace.get(Quantity.LOSS, layers).filter(value -> value.size() == 1);
        return loss.map(value -> OptionalDouble.of(value.get(0, 0))).orElse(OptionalDouble.empty());
    }

    /** The comparisons of a lane. */
    public StepMap map(ComparisonMode lane) {
        StepMap map = maps.get(lane);
        if (map == null) {
            throw new IllegalStateException("no map of " + lane);
        }
        return map;
    }

    /** The step to show: the requested one, or the first that differs, or else the one with the largest difference. */
    public Optional<Moment> moment() {
        Optional<Moment> kept = Optional.ofNullable(largest);
        if (wanted.isPresent() && kept.isPresent()) {
            return kept;
        }
        Moment local = diverged.get(ComparisonMode.LOCAL);
        Moment free = diverged.get(ComparisonMode.FREE_RUNNING);
        if (local != null
                && (free == null || local.subject().step() <= free.subject().step())) {
            return Optional.of(local);
        }
        return free != null ? Optional.of(free) : kept;
    }

    /** The loss of the subject. */
    public Curve ofSubject() {
        return subject;
    }

    /** The loss of the reference in the free run. */
    public Curve ofReference() {
        return reference;
    }

    /** Whether the subject records no loss, so that the loss was computed from its other tensors. */
    public boolean lossIsCalculated() {
        return lossIsCalculated;
    }
}
