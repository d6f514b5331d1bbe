package dev.plumbline.diagnose;

import dev.plumbline.compare.StepObserver;
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
 * <p>The reference recomputes each tensor that the network shows from the network's preceding values. The first that
 * does not match was calculated wrongly itself. Then every known mistake that could have made it is put into the
 * reference, to see which of them reproduces it, there and in the steps that follow; and with that mistake left in it
 * goes on to the next tensor that does not match.
 *
 * <pre>{@code
 * Diagnosis diagnosis = new Diagnoser(experiment).diagnose(subject);
 * }</pre>
 */
public final class Diagnoser {
    private static final Set<Mistake> TRANSPOSED =
            EnumSet.of(Mistake.WEIGHTS_TRANSPOSED, Mistake.GRADIENT_TRANSPOSED, Mistake.NOT_TRANSPOSED_BACKWARD);

    /** By a convention, the mistakes that may be the rest of what the convention is taken for. */
    private static final Map<Convention, Set<Mistake>> OTHER_HALVES = Map.of(
            Convention.TARGET_MINUS_OUTPUT, EnumSet.of(Mistake.ASCENT, Mistake.SIGN_FLIPPED),
            Convention.WEIGHTS_TRANSPOSED, TRANSPOSED,
            Convention.WEIGHTS_COLUMN_BY_COLUMN, TRANSPOSED,
            Convention.WEIGHTS_READ_BY_COLUMNS, TRANSPOSED);

    private static final List<Convention> LATE =
            List.of(Convention.GRADIENT_NORMALIZED, Convention.PENALTY_IN_GRADIENT);

    private final Experiment experiment;

    /** A diagnoser of networks that are meant to be this experiment's. */
    public Diagnoser(Experiment experiment) {
        this.experiment = experiment;
    }

    /**
     * The network as this project writes it.
     *
     * @throws dev.plumbline.trace.SubjectFailedException if it shows two tensors under each other's name
     */
    public CanonicalSubject adapt(Subject subject) {
        return CanonicalSubject.of(subject, experiment);
    }

    /** Why it goes wrong; without findings where nothing is wrong that it shows. */
    public Diagnosis diagnose(Subject subject) {
        return diagnose(adapt(subject));
    }

    /**
     * The same of one whose conventions are known. What looks like a convention may be half of a mistake: where something remains
     * unexplained, an error that is turned round meets an update that goes uphill, or weights that are written transposed are
     * transposed once more, it is tried without.
     */
    public Diagnosis diagnose(CanonicalSubject subject) {
        return diagnosed(subject).diagnosis();
    }

    /** The same with what of the network was judged in the end. */
    static Diagnosed diagnosed(CanonicalSubject subject) {
        Diagnosis diagnosis = investigated(subject);
        CanonicalSubject best = subject;
        for (Convention convention : subject.conventions()) {
            if (convention != Convention.OWN_START && isDoubtful(diagnosis, convention)) {
                CanonicalSubject other = subject.without(convention);
                Diagnosis without = investigated(other);
                if (isBetter(without, diagnosis)) {
                    diagnosis = without;
                    best = other;
                }
            }
        }
        for (Convention convention : LATE) {
            if (!diagnosis.findings().isEmpty() && mayBeLate(convention, best)) {
                CanonicalSubject other = best.with(convention);
                Diagnosis with = investigated(other);
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
     * @param subject as it was judged
     */
    record Diagnosed(CanonicalSubject subject, Diagnosis diagnosis) {}

    static Diagnosis investigated(CanonicalSubject subject) {
        return new DiagnosisRun(subject.experiment(), subject).toTheEnd();
    }

    /** Whether less is found, and nothing in another place. */
    private static boolean isPartOf(Diagnosis less, Diagnosis more) {
        return less.findings().size() < more.findings().size() && places(more).containsAll(places(less));
    }

    private static Set<Replay.Place> places(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .flatMap(finding -> Stream.concat(Stream.of(finding.first()), finding.also().stream()))
                .map(key -> new Replay.Place(key.quantity(), key.layer()))
                .collect(Collectors.toSet());
    }

    /** Whether what the first steps have not shown may be a convention: a gradient that is clipped only later. */
    private static boolean mayBeLate(Convention convention, CanonicalSubject subject) {
        return subject.conventions().stream().noneMatch(each -> each.family() == convention.family())
                && subject.experiment().spec().layers().stream()
                        .anyMatch(layer -> layer.gradientNormalization().isPresent());
    }

    private static boolean isDoubtful(Diagnosis diagnosis, Convention convention) {
        Set<Mistake> other = OTHER_HALVES.getOrDefault(convention, Set.of());
        return unexplained(diagnosis) > 0
                || diagnosis.findings().stream()
                        .anyMatch(finding -> other.stream().anyMatch(mistake -> isCalled(finding, mistake)));
    }

    private static boolean isBetter(Diagnosis one, Diagnosis other) {
        return unexplained(one) < unexplained(other)
                || unexplained(one) == unexplained(other)
                        && one.findings().size() <= other.findings().size();
    }

    private static long unexplained(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.explanations().isEmpty()
                        || isCalled(finding, Mistake.SCALED)
                        || isCalled(finding, Mistake.OTHER_RATE))
                .count();
    }

    private static boolean isCalled(Finding finding, Mistake mistake) {
        return finding.isNamed() && finding.explanations().get(0).mistake() == mistake;
    }

    /**
     * Goes through a training once more, and shows each tensor beside what the reference makes of the network's own preceding
     * tensors: what was calculated wrongly itself stands out, and what follows from it does not.
     */
    public void compare(CanonicalSubject subject, StepObserver observer) {
        new DiagnosisRun(subject.experiment(), subject).compare(observer);
    }
}
