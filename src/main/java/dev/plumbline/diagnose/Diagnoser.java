package dev.plumbline.diagnose;

import dev.plumbline.compare.StepObserver;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the cause of a difference between a network and its file.
 *
 * <p>The reference recomputes each recorded tensor from the network's preceding values, so the first tensor that does
 * not match was computed wrongly itself. Every known mistake that could cause this is then put into the reference, to
 * find those that reproduce the tensor, in this step and in the following ones. With that mistake in place, the search
 * continues with the next tensor that does not match.
 *
 * <pre>{@code
 * Diagnosis diagnosis = new Diagnoser(experiment).diagnose(subject);
 * }</pre>
 */
public final class Diagnoser {
    private static final Set<Mistake> TRANSPOSED =
            EnumSet.of(Mistake.WEIGHTS_TRANSPOSED, Mistake.GRADIENT_TRANSPOSED, Mistake.NOT_TRANSPOSED_BACKWARD);

    /** For each convention, the mistakes that can look like it in part. */
    private static final Map<Convention, Set<Mistake>> OTHER_HALVES = Map.of(
            Convention.TARGET_MINUS_OUTPUT, EnumSet.of(Mistake.ASCENT, Mistake.SIGN_FLIPPED),
            Convention.WEIGHTS_TRANSPOSED, TRANSPOSED,
            Convention.WEIGHTS_COLUMN_BY_COLUMN, TRANSPOSED,
            Convention.WEIGHTS_READ_BY_COLUMNS, TRANSPOSED);

    private static final List<Convention> LATE =
            List.of(Convention.GRADIENT_NORMALIZED, Convention.PENALTY_IN_GRADIENT);

    private final Experiment experiment;

    /** Diagnoses networks that implement this experiment. */
    public Diagnoser(Experiment experiment) {
        this.experiment = experiment;
    }

    /**
     * The network in this project's notation.
     *
     * @throws dev.plumbline.trace.SubjectFailedException if two tensors are recorded under each other's name
     */
    public CanonicalSubject adapt(Subject subject) {
        return CanonicalSubject.of(subject, experiment);
    }

    /** Diagnoses a network; without findings if no recorded tensor is wrong. */
    public Diagnosis diagnose(Subject subject) {
        return diagnose(adapt(subject));
    }

    /**
     * Diagnoses a network whose conventions are known. A mistake can look like a convention in part: a reversed error
     * together with an update uphill, or weights in another layout that are also transposed. If something remains
     * unexplained, the diagnosis is repeated without each such convention.
     */
    public Diagnosis diagnose(CanonicalSubject subject) {
        return diagnosed(subject).diagnosis();
    }

    /** The diagnosis, with the network in the conventions that were used in the end. */
    static Diagnosed diagnosed(CanonicalSubject subject) {
        Diagnosis diagnosis = diagnoseOnce(subject);
        CanonicalSubject best = subject;
        for (Convention convention : subject.conventions()) {
            if (convention != Convention.OWN_START && isDoubtful(diagnosis, convention)) {
                CanonicalSubject other = subject.without(convention);
                Diagnosis without = diagnoseOnce(other);
                if (isBetter(without, diagnosis)) {
                    diagnosis = without;
                    best = other;
                }
            }
        }
        for (Convention convention : LATE) {
            if (!diagnosis.findings().isEmpty() && mayBeLate(convention, best)) {
                CanonicalSubject other = best.with(convention);
                Diagnosis with = diagnoseOnce(other);
                if (isPartOf(with, diagnosis)) {
                    diagnosis = with;
                    best = other;
                }
            }
        }
        Diagnosed all = new Diagnosed(best, diagnosis);
        boolean isExact = !best.isRounded(Quantity.BIAS);
        return diagnosis.findings().isEmpty() && isExact ? all : new WeightVerdict(best).of(all);
    }

    /**
     * A network that is diagnosed.
     *
     * @param subject the network as it was compared
     */
    record Diagnosed(CanonicalSubject subject, Diagnosis diagnosis) {}

    static Diagnosis diagnoseOnce(CanonicalSubject subject) {
        return new DiagnosisRun(subject.experiment(), subject).run();
    }

    /** Whether there are fewer findings, and none at a new place. */
    private static boolean isPartOf(Diagnosis less, Diagnosis more) {
        return less.findings().size() < more.findings().size() && places(more).containsAll(places(less));
    }

    private static Set<Replay.Place> places(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .flatMap(finding -> Stream.concat(Stream.of(finding.first()), finding.also().stream()))
                .map(key -> new Replay.Place(key.quantity(), key.layer()))
                .collect(Collectors.toSet());
    }

    /** Whether a convention may only take effect after the first steps, such as a gradient that is clipped later. */
    private static boolean mayBeLate(Convention convention, CanonicalSubject subject) {
        return subject.conventions().stream().noneMatch(each -> each.family() == convention.family())
                && subject.experiment().spec().layers().stream()
                        .anyMatch(layer -> layer.gradientNormalization().isPresent());
    }

    private static boolean isDoubtful(Diagnosis diagnosis, Convention convention) {
        Set<Mistake> other = OTHER_HALVES.getOrDefault(convention, Set.of());
        return unexplained(diagnosis) > 0
                || diagnosis.findings().stream()
                        .anyMatch(finding -> other.stream().anyMatch(mistake -> isExplainedBy(finding, mistake)));
    }

    private static boolean isBetter(Diagnosis one, Diagnosis other) {
        return unexplained(one) < unexplained(other)
                || unexplained(one) == unexplained(other)
                        && one.findings().size() <= other.findings().size();
    }

    private static long unexplained(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.explanations().isEmpty()
                        || isExplainedBy(finding, Mistake.SCALED)
                        || isExplainedBy(finding, Mistake.OTHER_RATE))
                .count();
    }

    private static boolean isExplainedBy(Finding finding, Mistake mistake) {
        return finding.isNamed() && finding.explanations().get(0).mistake() == mistake;
    }

    /**
     * Goes through a training again and reports each tensor with the reference's value, computed from the network's own
     * preceding tensors: only tensors that were computed wrongly themselves differ.
     */
    public void compare(CanonicalSubject subject, StepObserver observer) {
        new DiagnosisRun(subject.experiment(), subject).compare(observer);
    }
}
