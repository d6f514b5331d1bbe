package dev.plumbline.data.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.data.DataException;
import dev.plumbline.data.Npy;
import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.data.preparation.CsvLayout;
import dev.plumbline.data.preparation.InputColumn;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.Matrix;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedRowsTests {
    private static final Preparation HALVED = new Preparation(
            List.of(
                    new InputColumn.Number("x", 0, 2, Optional.empty()),
                    new InputColumn.Number("y", 0, 2, Optional.empty())),
            Optional.empty(),
            List.of(),
            CsvLayout.DEFAULT);

    @TempDir
    Path directory;

    @Test
    void findsTheColumnsByNameAndPassesOverOthers() throws IOException {
        PreparedRows rows = rows("name,y,x\n\"a,b\",2,4\nc,6,8\n\nd,10,12\n");
        assertEquals(Optional.of(Matrix.of(new double[][] {{2, 1}, {4, 3}})), rows.next(2));
        assertEquals(Optional.of(Matrix.of(new double[][] {{6, 5}})), rows.next(2));
        assertEquals(Optional.empty(), rows.next(2));
    }

    @Test
    void withoutHeaderTakesTheInputsInOrderOrTheColumnsOfTheTraining() throws IOException {
        Preparation second = new Preparation(
                List.of(new InputColumn.Number("2"), new InputColumn.Number("3")),
                Optional.empty(),
                List.of(),
                new CsvLayout(",", false, List.of()));
        Matrix expected = Matrix.of(new double[][] {{5, 6}});
        assertEquals(Optional.of(expected), rows("5,6\n", second).next(9));
        assertEquals(Optional.of(expected), rows("4,5,6\n", second).next(9));
        assertEquals(
                "new.csv:1: 1 value; allowed: 2 values, the inputs of the network in their order",
                refusal("4\n", second));
    }

    @Test
    void namesLineAndColumnOfWhatItRefuses() {
        assertEquals("new.csv:3, column `x`: found `four`; allowed: a finite number", refusal("x,y\n1,2\nfour,2\n"));
        assertEquals(
                "new.csv:2: 1 value where the first line names 2 columns: none for column `y`; allowed: 2 values, separated by `,`",
                refusal("x,y\n1\n"));
        assertEquals("new.csv:1: there is no column `y`; allowed: x, z1", refusal("x,z1\n1,2\n"));
        assertEquals("new.csv is empty; allowed: a first line that names the columns, then rows", refusal(""));
    }

    @Test
    void readsArraysAndArchivesOfEveryOrderBlockByBlock() throws IOException {
        Matrix raw = Matrix.of(new double[][] {{2, 4}, {6, 8}, {10, 12}});
        Path npy = directory.resolve("rows.npy");
        Path npz = directory.resolve("rows.npz");
        NpyArray fortran = NpyArray.of(new NpyHeader(List.of(3, 2), ">f4", true), raw.toRowMajor());
        Npy.write(npy, fortran);
        Npz.write(npz, Map.of("inputs", NpyArray.of(raw), "other", fortran));
        for (Path file : List.of(npy, npz)) {
            try (PreparedRows rows = PreparedRows.open(file, "rows", HALVED)) {
                assertEquals(Optional.of(Matrix.of(new double[][] {{1, 2}, {3, 4}})), rows.next(2));
                assertEquals(Optional.of(Matrix.of(new double[][] {{5, 6}})), rows.next(2));
                assertEquals(Optional.empty(), rows.next(2));
            }
        }
    }

    @Test
    void anArrayOfAnotherWidthIsRefused() throws IOException {
        Path npy = directory.resolve("rows.npy");
        Npy.write(npy, NpyArray.of(Matrix.ones(2, 3)));
        DataException refused = assertThrows(DataException.class, () -> PreparedRows.open(npy, "rows.npy", HALVED));
        assertEquals(
                "rows.npy has shape (2, 3); allowed: one row for each example, of 2 numbers", refused.getMessage());
    }

    @Test
    void opensTextByItsContents() throws IOException {
        Path csv = Files.writeString(directory.resolve("rows.txt"), "\uFEFFx,y\n2,4\n");
        try (PreparedRows rows = PreparedRows.open(csv, "rows.txt", HALVED)) {
            assertEquals(Optional.of(Matrix.of(new double[][] {{1, 2}})), rows.next(5));
        }
    }

    private static PreparedRows rows(String text) throws IOException {
        return rows(text, HALVED);
    }

    private static PreparedRows rows(String text, Preparation preparation) throws IOException {
        return PreparedRows.csv(
                new ByteArrayInputStream(text.getBytes(UTF_8)), "new.csv", preparation, preparation.layout());
    }

    private static String refusal(String text) {
        return refusal(text, HALVED);
    }

    private static String refusal(String text, Preparation preparation) {
        return assertThrows(DataException.class, () -> {
                    try (PreparedRows rows = rows(text, preparation)) {
                        rows.next(100);
                    }
                })
                .getMessage();
    }
}
