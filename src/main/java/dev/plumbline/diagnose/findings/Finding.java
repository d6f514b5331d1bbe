package dev.plumbline.diagnose.findings;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tensor that a network computes wrongly.
 *
 * @param first the first tensor that differs
 * @param also the other places at which the same mistake is made
 * @param row the row of the element with the largest difference; negative if no single element shows the mistake, but all
 *     steps together
 * @param column the column of that element
 * @param actual the network's value of that element
 * @param expected the correct value of that element, computed from the network's preceding tensors
 * @param error the relative difference of the tensor; infinite if it is undefined
 * @param shape a description of both shapes if they differ; otherwise empty
 * @param ratio the constant ratio to the correct tensor, if there is one
 * @param explanations the mistakes that reproduce the tensor: empty if no known one does, several if the recorded
 *     tensors do not distinguish them
 * @param residual the relative difference of the tensor from the value that the first explanation gives
 * @param record the quantity to record next, which would distinguish the explanations
 * @param ruledOut the mistakes that were tested and do not reproduce the tensor
 * @param formula the correct formula of the tensor, if no known mistake explains it; otherwise empty
 * @param lines the correct lines of the tensor, if no known mistake explains it
 * @param operands what the element is computed from, if no known mistake explains the tensor
 * @param source the lines of the network that compute the tensor, as far as they are known
 */
public record Finding(
        Key first,
        List<Key> also,
        int row,
        int column,
        double actual,
        double expected,
        double error,
        String shape,
        Optional<Ratio> ratio,
        List<Explanation> explanations,
        double residual,
        Optional<String> record,
        List<Mistake> ruledOut,
        String formula,
        Optional<CodeLines> lines,
        List<Operand> operands,
        List<Subject.Line> source) {
    public Finding {
        also = List.copyOf(also);
        explanations = List.copyOf(explanations);
        ruledOut = List.copyOf(ruledOut);
        operands = List.copyOf(operands);
        source = List.copyOf(source);
    }

    /**
     * A tensor is a constant times the correct one.
     *
     * @param constant the best fit
     * @param residual the relative difference of the tensor from the correct one times the constant
     */
    public record Ratio(double constant, double residual) {
        private static final double CLOSE = 1e-9;

        /** Whether two tensors are the same constant times the correct ones. */
        public boolean isTheSame(Ratio other) {
            double difference = Math.abs(constant - other.constant);
            return residual <= CLOSE
                    && other.residual <= CLOSE
                    && difference <= CLOSE * Math.max(Math.abs(constant), Math.abs(other.constant));
        }

        /** The best fit of two tensors by least squares; empty if the correct tensor is zero. */
        public static Optional<Ratio> of(Matrix recorded, Matrix correct) {
            if (!recorded.hasShapeOf(correct) || !recorded.isFinite() || correct.norm() == 0) {
                return Optional.empty();
            }
            double constant =
                    recorded.times(correct).sum() / correct.times(correct).sum();
            double norm = recorded.norm();
            double residual = norm == 0 ? 0 : recorded.normOfDifference(correct.times(constant)) / norm;
            return Double.isFinite(constant) ? Optional.of(new Ratio(constant, residual)) : Optional.empty();
        }
    }

    /** Whether it shows in the elements of a step, and not only over all steps. */
    public boolean isOfStep() {
        return row >= 0;
    }

    /** Whether one known mistake explains it. */
    public boolean isNamed() {
        return explanations.size() == 1;
    }

    /** Whether the network is right in another way than the reference. */
    boolean isEquivalent() {
        return mistakes().equals(Set.of(Mistake.KINK_AT_ZERO));
    }

    /** Whether it is an update, which no known mistake explains but another learning rate. */
    boolean isOfUnknownUpdate() {
        return first.isInTraining()
                && first.quantity().isLearned()
                && mistakes().stream().allMatch(Mistake.OTHER_RATE::equals);
    }

    /** Whether it is a delta of the outputs that no known mistake explains. */
    boolean isOfUnknownLoss(NetworkSpec spec) {
        return first.isInTraining()
                && first.place()
                        .equals(new Key.Place(Quantity.DELTA, spec.layers().size()))
                && mistakes().isEmpty();
    }

    /** The mistakes that explain it. */
    public Set<Mistake> mistakes() {
        return explanations.stream().map(Explanation::mistake).collect(Collectors.toSet());
    }

    /** A copy with the other places at which the mistake is made. */
    public Finding alsoAt(List<Key> places) {
        return with(places, explanations, residual, record, ruledOut);
    }

    /** A copy with the results of a hypothesis test. */
    public Finding withResult(
            double ofTheFirstExplanation, Optional<String> recordNext, List<Mistake> mistakesRuledOut) {
        return with(also, explanations, ofTheFirstExplanation, recordNext, mistakesRuledOut);
    }

    /** A copy with these explanations. */
    public Finding explained(List<Explanation> reasons) {
        return with(also, reasons, residual, record, ruledOut);
    }

    /** A copy with the network's own lines and with the names of its own variables in the correct lines. */
    Finding in(Subject subject, int layers) {
        List<Explanation> named = explanations.stream()
                .map(explanation -> explanation.written(
                        explanation.formula(), explanation.lines().with(subject.variables())))
                .toList();
        Optional<CodeLines> namedLines = lines.map(correct -> correct.with(subject.variables()));
        List<Subject.Line> ownLines = new ArrayList<>();
        if (mistakes().contains(Mistake.ASCENT)) { // the sign may be wrong where the error is computed
            ownLines.addAll(subject.lines(new Key.Place(Quantity.DELTA, layers)));
        }
        if (first.isInTraining()) {
            List<Subject.Line> ofTensor = subject.lines(first.place());
            ownLines.removeAll(ofTensor);
            ownLines.addAll(ofTensor);
        }
        return explained(named).with(formula, namedLines, operands, ownLines);
    }

    /** A copy with the correct formula and lines of the tensor. */
    public Finding withLines(String correct, Optional<CodeLines> correctLines) {
        return with(correct, correctLines, operands, source);
    }

    /** A copy with what the element is computed from. */
    public Finding withOperands(List<Operand> computedFrom) {
        return with(formula, lines, computedFrom, source);
    }

    private Finding with(
            List<Key> places,
            List<Explanation> reasons,
            double firstResidual,
            Optional<String> recordNext,
            List<Mistake> excludedMistakes) {
        return new Finding(
                first,
                places,
                row,
                column,
                actual,
                expected,
                error,
                shape,
                ratio,
                reasons,
                firstResidual,
                recordNext,
                excludedMistakes,
                formula,
                lines,
                operands,
                source);
    }

    private Finding with(
            String correct,
            Optional<CodeLines> correctLines,
            List<Operand> computedFrom,
            List<Subject.Line> computedBy) {
        return new Finding(
                first,
                also,
                row,
                column,
                actual,
                expected,
                error,
                shape,
                ratio,
                explanations,
                residual,
                record,
                ruledOut,
                correct,
                correctLines,
                computedFrom,
                computedBy);
    }
}
