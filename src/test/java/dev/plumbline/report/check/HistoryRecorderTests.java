package dev.plumbline.report.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.report.document.Escapes;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Millions of steps are kept in few bins, each with its worst difference. */
class HistoryRecorderTests {
    private static Difference difference(long step, double error) {
        Difference.Kind kind = error > 1e-9 ? Difference.Kind.DIFFERS : Difference.Kind.AGREES;
        Key key = new Key(step, Quantity.DELTA, 1);
        return new Difference(ComparisonMode.LOCAL, key, kind, error, 1e-12, 1, 0, 1, 0, 0, 1, 1, "");
    }

    @Test
    void aMapOfManyStepsHasFewBinsAndKeepsTheWorstOfEach() {
        StepMap map = new StepMap(10_000_019);
        assertTrue(map.bins().count() <= 200, "" + map.bins().count());
        assertEquals(10_000_018, map.bins().to(map.bins().count() - 1));
        map.add(difference(7_000_001, 1e-15));
        map.add(difference(7_000_002, 1e-3));
        map.add(difference(7_000_003, 1e-14));
        StepMap.Row row = map.rows().get(new LayerQuantity(Quantity.DELTA, 1, false));
        int bin = map.bins().of(7_000_002);
        assertEquals(
                Optional.of(7_000_002L), row.worst(bin).map(worst -> worst.key().step()));
        assertEquals(Optional.empty(), row.worst(bin + 1));
        assertEquals("3 1", row.compared() + " " + row.differences());
    }

    @Test
    void whatIsBeforeAndAfterTheTrainingStandsAtItsEnds() {
        StepMap map = new StepMap(5);
        map.add(difference(Key.BEFORE_TRAINING, 1e-3));
        map.add(difference(5, 1e-3));
        StepMap.Row before = map.rows().get(new LayerQuantity(Quantity.DELTA, 1, true));
        StepMap.Row row = map.rows().get(new LayerQuantity(Quantity.DELTA, 1, false));
        assertTrue(before.worst(0).isPresent() && row.worst(4).isPresent());
    }

    @Test
    void aCurveHasFewBinsTheirMeansAndItsEnds() {
        Curve curve = new Curve(1_000_000);
        for (long step = 0; step < 1_000_000; step++) {
            curve.add(step, step == 0 ? 7 : step % 2);
        }
        assertTrue(curve.bins().count() <= 240, "" + curve.bins().count());
        assertEquals(0.5, curve.mean(curve.bins().count() / 2).getAsDouble(), 1e-3);
        assertEquals(7, curve.first().getAsDouble());
        assertEquals(1, curve.last().getAsDouble());
        assertEquals(OptionalLong.empty(), curve.notFinite());
    }

    @Test
    void aCurveEndsWhereItsNumbersDo() {
        Curve curve = new Curve(4);
        curve.add(0, 1);
        curve.add(1, Double.NaN);
        curve.add(2, 3);
        assertEquals(OptionalLong.of(1), curve.notFinite());
        assertEquals(1, curve.last().getAsDouble());
        assertFalse(curve.mean(2).isPresent());
    }

    @Test
    void everyTextIsEscapedAndEveryForbiddenCharacterShown() {
        String odd = "<a href=\"x\">&'\u0000\u001b\uFFFE\uD800\uD83D\uDE00";
        String shown = "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\\u0000\\u001b\\ufffe\\ud800\uD83D\uDE00";
        assertEquals(shown, Escapes.html(odd));
    }
}
