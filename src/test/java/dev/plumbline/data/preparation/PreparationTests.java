package dev.plumbline.data.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.data.DataException;
import dev.plumbline.math.Matrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparationTests {
    private static final Preparation FLOWERS = new Preparation(
            List.of(
                    new InputColumn.Number("length", 5.84, 0.1 + 0.2, Optional.of(4.5)),
                    new InputColumn.Category("colour", List.of("blue", "red", "white"), false),
                    new InputColumn.Number("width")),
            Optional.empty(),
            List.of("setosa", "virginica"),
            new CsvLayout(";", true, List.of("NA")));

    @Test
    void scalesNumbersAndWritesAnInputForEachCategory() throws DataException {
        Matrix inputs = FLOWERS.apply(List.of(List.of("6.14", " red ", "1e-1"), List.of("NA", "blue", "-0.0")));
        double divide = 0.1 + 0.2;
        assertEquals(
                Matrix.of(new double[][] {
                    {(6.14 - 5.84) / divide, 0, 1, 0, 0.1},
                    {(4.5 - 5.84) / divide, 1, 0, 0, -0.0}
                }),
                inputs);
        assertEquals(5, FLOWERS.width());
        assertEquals(List.of("length", "colour=blue", "colour=red", "colour=white", "width"), FLOWERS.inputs());
    }

    @Test
    void namesRowAndColumnOfWhatItRefuses() {
        assertEquals(
                "row 2, column `colour`: found `bleu`, which no row of the training part has; did you mean `blue`? Allowed: blue, red, white",
                refusal(List.of(List.of("1", "red", "1"), List.of("1", "bleu", "1"))));
        assertEquals(
                "row 1, column `width`: found nothing; allowed: a finite number",
                refusal(List.of(List.of("1", "red", " "))));
        assertEquals(
                "row 1, column `colour`: found nothing; allowed: blue, red, white",
                refusal(List.of(List.of("1", "", "1"))));
        assertEquals(
                "row 1: 2 values; allowed: 3 values: length, colour, width", refusal(List.of(List.of("1", "red"))));
    }

    private static String refusal(List<List<String>> rows) {
        return assertThrows(DataException.class, () -> FLOWERS.apply(rows)).getMessage();
    }

    @Test
    void takesNumbersOfAnArrayWhereNanIsMissing() throws DataException {
        Preparation numbers = new Preparation(
                List.of(
                        new InputColumn.Number("a", 1, 2, Optional.of(3.0)),
                        new InputColumn.Category("grade", List.of("1", "2"), true)),
                Optional.empty(),
                List.of(),
                CsvLayout.DEFAULT);
        assertEquals(Matrix.of(new double[][] {{1, 0, 1}, {2, 0, 0}}), numbers.apply(Matrix.of(new double[][] {
            {Double.NaN, 2}, {5, Double.NaN}
        })));
        DataException refused =
                assertThrows(DataException.class, () -> numbers.apply(Matrix.of(new double[][] {{1, 3}})));
        assertEquals(
                "row 1, column `grade`: found `3`, which no row of the training part has; allowed: 1, 2",
                refused.getMessage());
    }

    @Test
    void comesBackFromItsMapToTheBit() throws DataException {
        assertEquals(FLOWERS, Preparation.fromMap(FLOWERS.toMap()));
    }

    @Test
    void aMapThatIsNoneOfItsOwnIsRefusedWithTheKey() {
        Map<String, Object> map = new HashMap<>(FLOWERS.toMap());
        map.put("classes", List.of(1));
        assertEquals(
                "the preparation of the data: `classes` is `[1]`; allowed: a list of texts",
                assertThrows(DataException.class, () -> Preparation.fromMap(map))
                        .getMessage());
        map.remove("classes");
        assertEquals(
                "the preparation of the data: `classes` is missing; allowed: a list",
                assertThrows(DataException.class, () -> Preparation.fromMap(map))
                        .getMessage());
        map.put("columns", List.of(Map.of("name", "x", "subtract", 0, "divide", 0)));
        assertEquals(
                "the preparation of the data: cannot prepare `x` by (x - 0.0) / 0.0, missing values by Optional.empty",
                assertThrows(DataException.class, () -> Preparation.fromMap(map))
                        .getMessage());
    }
}
