package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TensorsTests {
    private static final DataType[] TYPES = {DataType.DOUBLE, DataType.FLOAT};

    /** 0, 1, 2 … row by row; small whole numbers are exact in either precision. */
    private static Matrix counting(int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Matrix.wrap(rows, columns, values);
    }

    /** The matrix as an array in this order, filled element by element. */
    private static INDArray counting(DataType type, int rows, int columns, char order) {
        INDArray array = Nd4j.create(type, new long[] {rows, columns}, order);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                array.putScalar(i, j, i * columns + j);
            }
        }
        return array;
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 2", "1, 4", "4, 1", "1, 1", "3, 3"})
    void readsBothOrdersInEveryShape(int rows, int columns) {
        for (DataType type : TYPES) {
            for (char order : new char[] {'c', 'f'}) {
                INDArray array = counting(type, rows, columns, order);
                assertEquals(counting(rows, columns), Tensors.toMatrix(array), order + " " + type);
                assertEquals(
                        counting(rows, columns).transpose(), Tensors.toMatrix(array.transpose()), order + "T " + type);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 2", "1, 4", "4, 1", "1, 1", "3, 3"})
    void readsViewsThatStartAnywhere(int rows, int columns) {
        for (DataType type : TYPES) {
            for (char order : new char[] {'c', 'f'}) {
                INDArray whole = counting(type, 6, 7, order);
                INDArray view = whole.get(NDArrayIndex.interval(2, 2 + rows), NDArrayIndex.interval(3, 3 + columns));
                double[][] expected = new double[rows][columns];
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        expected[i][j] = (i + 2) * 7 + j + 3;
                    }
                }
                assertEquals(Matrix.of(expected), Tensors.toMatrix(view), order + " " + type);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "1, 4", "4, 1", "1, 1"})
    void readsReshapedPiecesOfAFlatArray(int rows, int columns) {
        for (DataType type : TYPES) {
            // DL4J stores a layer's weights as a column-major view of the flat array of all parameters.
            INDArray flat = Nd4j.arange(20).castTo(type);
            INDArray piece = flat.get(NDArrayIndex.interval(5, 5 + rows * columns));
            INDArray weights = piece.reshape('f', rows, columns);
            Matrix expected = counting(columns, rows).transpose().plus(5);
            assertEquals(expected, Tensors.toMatrix(weights), type.name());
            assertEquals(counting(1, rows * columns).plus(5), Tensors.toMatrix(piece), type.name());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void readsARankOneArrayAsOneRow(DataType type) {
        assertEquals(
                Matrix.row(3, 1, 2),
                Tensors.toMatrix(Nd4j.createFromArray(3.0, 1, 2).castTo(type)));
        assertEquals(Matrix.row(3), Tensors.toMatrix(Nd4j.createFromArray(3.0).castTo(type)));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void readsEverySecondElement(DataType type) {
        INDArray flat = Nd4j.arange(12).castTo(type);
        assertEquals(
                Matrix.row(1, 3, 5), Tensors.toMatrix(flat.get(NDArrayIndex.interval(1, 2, 7))), "a strided rank 1");
        INDArray rows = counting(type, 4, 5, 'c');
        assertEquals(
                Matrix.of(new double[][] {{1, 3}, {11, 13}}),
                Tensors.toMatrix(rows.get(NDArrayIndex.interval(0, 2, 4), NDArrayIndex.interval(1, 2, 5))),
                "a strided rank 2");
        assertEquals(Matrix.column(2, 7, 12, 17), Tensors.toMatrix(rows.get(all(), NDArrayIndex.interval(2, 3))));
        assertEquals(Matrix.column(4, 9, 14, 19), Tensors.toMatrix(rows.getColumn(4, true)));
        assertEquals(Matrix.row(10, 11, 12, 13, 14), Tensors.toMatrix(rows.getRow(2, true)));
        assertEquals(Matrix.row(2, 7, 12, 17), Tensors.toMatrix(rows.getColumn(2)), "a column as rank 1");
    }

    private static org.nd4j.linalg.indexing.INDArrayIndex all() {
        return NDArrayIndex.all();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void readsBroadcastArrays(DataType type) {
        INDArray row = Nd4j.createFromArray(new double[][] {{1, 2, 3}}).castTo(type);
        assertEquals(Matrix.of(new double[][] {{1, 2, 3}, {1, 2, 3}}), Tensors.toMatrix(row.broadcast(2, 3)));
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "1, 4", "4, 1", "1, 1"})
    void writesWhatItReads(int rows, int columns) {
        for (DataType type : TYPES) {
            INDArray array = Tensors.toArray(counting(rows, columns), type);
            assertEquals(type, array.dataType());
            assertArrayEquals(new long[] {rows, columns}, array.shape());
            assertEquals(counting(type, rows, columns, 'c'), array);
            assertEquals(counting(rows, columns), Tensors.toMatrix(array));
        }
    }

    @Test
    void writesIntoAViewAndNothingBesideIt() {
        for (DataType type : TYPES) {
            INDArray flat = Nd4j.zeros(type, 6);
            Tensors.write(new double[] {7, 8}, flat.get(NDArrayIndex.interval(3, 5)));
            assertEquals(Matrix.row(0, 0, 0, 7, 8, 0), Tensors.toMatrix(flat), type.name());
        }
    }

    @Test
    void keepsEveryBit() {
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 0.1, Math.nextUp(1.0)};
        assertEquals(
                Matrix.row(values), Tensors.toMatrix(Tensors.toArray(Matrix.row(values), DataType.DOUBLE)), "in f64");
        double[] floats = {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Float.MIN_VALUE, 0.1f, Math.nextUp(1.0f)};
        assertEquals(
                Matrix.row(floats), Tensors.toMatrix(Tensors.toArray(Matrix.row(floats), DataType.FLOAT)), "in f32");
    }
}
