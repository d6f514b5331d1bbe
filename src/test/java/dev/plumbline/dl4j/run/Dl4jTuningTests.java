package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.cpu.nativecpu.DirectShapeInfoProvider;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jTuningTests {

    /** Otherwise the tests of the run's bits would not test the tuning. */
    @Test
    void isInEffectInTheseTests() {
        assertInstanceOf(CachedShapes.class, Nd4j.getShapeInfoProvider());
        assertInstanceOf(GcSafeExecutioner.class, Nd4j.getExecutioner());
        assertEquals(0, Pointer.maxPhysicalBytes());
    }

    private static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(new long[] {3, 5}, new long[] {5, 1}, 1, 'c', DataType.DOUBLE),
                Arguments.of(new long[] {3, 5}, new long[] {1, 3}, 1, 'f', DataType.DOUBLE),
                Arguments.of(new long[] {3, 5}, new long[] {1, 3}, 1, 'f', DataType.FLOAT),
                Arguments.of(new long[] {3, 5}, new long[] {10, 2}, 2, 'c', DataType.DOUBLE),
                Arguments.of(new long[] {3, 5}, new long[] {10, 2}, 0, 'c', DataType.DOUBLE),
                Arguments.of(new long[] {7}, new long[] {1}, 1, 'c', DataType.DOUBLE),
                Arguments.of(new long[] {}, new long[] {}, 1, 'c', DataType.DOUBLE));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void describesShapesAsNd4jDoes(long[] shape, long[] stride, long step, char order, DataType type) {
        CachedShapes cached = new CachedShapes();
        Pair<DataBuffer, long[]> expected =
                new DirectShapeInfoProvider().createShapeInformation(shape, stride, step, order, type, false);
        Pair<DataBuffer, long[]> first = cached.createShapeInformation(shape, stride, step, order, type, false);
        assertArrayEquals(expected.getSecond(), first.getSecond());
        assertArrayEquals(expected.getFirst().asLong(), first.getFirst().asLong());
        assertSame(first, cached.createShapeInformation(shape.clone(), stride.clone(), step, order, type, false));
    }

    @Test
    void distinguishesAllShapes() {
        CachedShapes cached = new CachedShapes();
        assertEquals(
                shapes().count(),
                shapes().map(Arguments::get)
                        .map(of -> cached.createShapeInformation(
                                (long[]) of[0],
                                (long[]) of[1],
                                ((Number) of[2]).longValue(),
                                (char) of[3],
                                (DataType) of[4],
                                false))
                        .map(System::identityHashCode)
                        .distinct()
                        .count());
    }

    @Test
    void keepsADescriptionWhenItsCallerChangesTheShape() {
        CachedShapes cached = new CachedShapes();
        long[] shape = {3, 5};
        long[] stride = {5, 1};
        Pair<DataBuffer, long[]> first = cached.createShapeInformation(shape, stride, 1, 'c', DataType.DOUBLE, false);
        shape[0] = 4;
        assertEquals(
                4,
                cached.createShapeInformation(shape, stride, 1, 'c', DataType.DOUBLE, false)
                        .getSecond()[1]);
        shape[0] = 3;
        assertSame(first, cached.createShapeInformation(shape, stride, 1, 'c', DataType.DOUBLE, false));
    }
}
