package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Tutorial;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A diagnosis ends, and says what it has not tried. */
class SearchBudgetTests {
    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 20));

    private Diagnosis diagnosis(SearchBudget effort, Quantity quantity, UnaryOperator<Matrix> mistake) {
        TamperedReference engine = new TamperedReference("wrong", 0, quantity, 1, mistake);
        ShownReference shown = new ShownReference(engine, EnumSet.allOf(Quantity.class));
        return new DiagnosisRun(experiment, CanonicalSubject.of(shown, experiment), effort).toTheEnd();
    }

    private SearchBudget effort(double spent) {
        SearchBudget effort =
                new SearchBudget(experiment.spec(), experiment.inputs().rows());
        effort.spend(spent);
        return effort;
    }

    private static List<String> notTried(Diagnosis diagnosis) {
        return diagnosis.notes().stream().filter(note -> note.contains("tried")).toList();
    }

    @Test
    void saysThatPairsWereNotTriedWhereNothingExplainsATensor() {
        Diagnosis diagnosis = diagnosis(effort(1e9), Quantity.DELTA, delta -> delta.map(Math::exp));
        assertTrue(diagnosis.findings().get(0).explanations().isEmpty());
        assertEquals(
                List.of("Not all pairs of mistakes were tried where no single one explains what does not match."),
                notTried(diagnosis));
    }

    @Test
    void saysNothingOfTheKindWhereAllWereTried() {
        Diagnosis diagnosis = diagnosis(effort(0), Quantity.DELTA, delta -> delta.map(Math::exp));
        assertTrue(diagnosis.findings().get(0).explanations().isEmpty());
        assertEquals(List.of(), notTried(diagnosis));
    }

    @Test
    void triesEveryMistakeByItselfAllTheSame() {
        Diagnosis diagnosis = diagnosis(effort(1e9), Quantity.WEIGHT_UPDATE, Matrix::unaryMinus);
        Explanation explanation = diagnosis.findings().get(0).explanations().get(0);
        assertEquals(Mistake.ASCENT, explanation.mistake());
        assertEquals(List.of(), notTried(diagnosis));
    }
}
