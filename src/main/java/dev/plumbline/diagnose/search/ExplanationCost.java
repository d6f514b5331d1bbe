package dev.plumbline.diagnose.search;

import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.trace.Quantity;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The cost of an explanation, by which explanations of the same tensors are compared. All conventions together cost
 * less than one mistake. A tensor that nothing explains costs more than any mistake, and less than two: two mistakes that
 * together fit one tensor may do so by chance.
 */
public final class ExplanationCost {
    private static final int CONVENTION = 1;
    private static final int MISTAKE = 32;

    /** A learning rate that is not that of the file explains a factor only in part. */
    private static final int OTHER_RATE = 40;

    /** A factor that nothing explains. */
    private static final int FACTOR = 56;

    private static final int UNEXPLAINED = 60;

    /** The residual of a tensor that is close to a multiple of another: an angle of at most 30 degrees. */
    private static final double MOST_TURNED = 0.5;

    private ExplanationCost() {}

    /** The cost of a diagnosis. */
    static int of(Diagnosis diagnosis) {
        return ofFindings(diagnosis.findings()) + of(diagnosis.conventions());
    }

    /** The cost of conventions. */
    public static int of(Collection<Convention> conventions) {
        return CONVENTION * conventions.size();
    }

    /** The least cost of a network in which something is wrong. */
    public static int ofOneMistake() {
        return MISTAKE;
    }

    /** The cost of a tensor that nothing explains. */
    static int ofUnexplained() {
        return UNEXPLAINED;
    }

    /**
     * The cost of what changes the weights. Here a factor costs hardly more than a mistake, as each tensor has it: the
     * factor of a gradient is the rate of its update, and its sign the direction of its update.
     */
    public static int ofTraining(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(ExplanationCost::isOfTraining)
                .mapToInt(finding -> isRate(finding) || !finding.mistakes().equals(Set.of(Mistake.SCALED))
                        ? of(finding, mistake -> mistake.isFactor() ? MISTAKE + 1 : MISTAKE)
                        : MISTAKE)
                .sum();
    }

    /** Whether the factor of a tensor could be that of a learning rate. */
    private static boolean isRate(Finding finding) {
        return finding.ratio().filter(ratio -> ratio.constant() > 0).isPresent();
    }

    /** Whether a finding changes the weights: not the value of the loss, nor the outputs of the trained network. */
    static boolean isOfTraining(Finding finding) {
        return finding.first().quantity() != Quantity.LOSS && !finding.first().isAfterTraining();
    }

    private static int ofFindings(List<Finding> findings) {
        return findings.stream()
                .mapToInt(finding -> of(finding, ExplanationCost::of))
                .sum();
    }

    private static int of(Finding finding, ToIntFunction<Mistake> cost) {
        int turned = turned(finding);
        return finding.mistakes().stream()
                .mapToInt(mistake -> cost.applyAsInt(mistake) + (mistake.isFactor() ? turned : 0))
                .min()
                .orElse(UNEXPLAINED + turned);
    }

    private static int turned(Finding finding) {
        return finding.ratio().filter(ExplanationCost::turns).isPresent() ? MISTAKE : 0;
    }

    /** A tensor that is close to a negative multiple of the right one has a wrong sign besides, so two mistakes. */
    private static boolean turns(Finding.Ratio ratio) {
        return ratio.constant() < 0 && ratio.residual() <= MOST_TURNED;
    }

    private static int of(Mistake mistake) {
        return switch (mistake) {
            case SCALED -> FACTOR;
            case OTHER_RATE -> OTHER_RATE;
            default -> MISTAKE;
        };
    }
}
