package dev.plumbline.diagnose.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.ShownReference;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.SearchBudget;
import dev.plumbline.diagnose.representation.CanonicalSubject;
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

    private Diagnosis diagnosis(SearchBudget budget, Quantity quantity, UnaryOperator<Matrix> mistake) {
        TamperedReference engine = new TamperedReference("wrong", 0, quantity, 1, mistake);
        ShownReference shown = new ShownReference(engine, EnumSet.allOf(Quantity.class));
        return new DiagnosisRun(CanonicalSubject.of(shown, experiment), budget).run();
    }

    private SearchBudget budget(double spent) {
        SearchBudget budget = new SearchBudget(experiment);
        budget.spend(spent);
        return budget;
    }

    private static List<String> notTested(Diagnosis diagnosis) {
        return diagnosis.notes().stream()
                .filter(note -> note.contains("tested"))
                .toList();
    }

    @Test
    void reportsThatPairsWereNotTestedIfNothingExplainsATensor() {
        Diagnosis diagnosis = diagnosis(budget(1e9), Quantity.DELTA, delta -> delta.map(Math::exp));
        assertTrue(diagnosis.findings().get(0).explanations().isEmpty());
        assertEquals(
                List.of("Not all pairs of mistakes were tested where no single mistake explains a mismatch."),
                notTested(diagnosis));
    }

    @Test
    void reportsNoUntestedPairsIfAllWereTested() {
        Diagnosis diagnosis = diagnosis(budget(0), Quantity.DELTA, delta -> delta.map(Math::exp));
        assertTrue(diagnosis.findings().get(0).explanations().isEmpty());
        assertEquals(List.of(), notTested(diagnosis));
    }

    @Test
    void stillTestsEverySingleMistake() {
        Diagnosis diagnosis = diagnosis(budget(1e9), Quantity.WEIGHT_UPDATE, Matrix::unaryMinus);
        Explanation explanation = diagnosis.findings().get(0).explanations().get(0);
        assertEquals(Mistake.ASCENT, explanation.mistake());
        assertEquals(List.of(), notTested(diagnosis));
    }
}
