package dev.plumbline.dl4j.run;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.cpu.nativecpu.DirectShapeInfoProvider;

/**
 * A cache of ND4J's shape descriptions. A description is constant and the same for all arrays of a shape. ND4J's own
 * provider has a cache too, but this version of ND4J bypasses it. Public because ND4J instantiates it.
 */
public final class CachedShapes extends DirectShapeInfoProvider {
    private static final int CAPACITY = 10_000;

    private final Map<Key, Pair<DataBuffer, long[]>> cache = new ConcurrentHashMap<>();

    /** An empty cache. */
    public CachedShapes() {}

    private record Key(long[] shape, long[] stride, long step, char order, DataType type, boolean empty) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && step == key.step
                    && order == key.order
                    && type == key.type
                    && empty == key.empty
                    && Arrays.equals(shape, key.shape)
                    && Arrays.equals(stride, key.stride);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(stride) + order + type.ordinal();
        }
    }

    @Override
    public Pair<DataBuffer, long[]> createShapeInformation(
            long[] shape, long[] stride, long elementWiseStride, char order, DataType type, boolean empty) {
        Pair<DataBuffer, long[]> cached = cache.get(new Key(shape, stride, elementWiseStride, order, type, empty));
        if (cached != null) {
            return cached;
        }
        Pair<DataBuffer, long[]> made =
                super.createShapeInformation(shape, stride, elementWiseStride, order, type, empty);
        if (cache.size() < CAPACITY) {
            // The caller can change its arrays later.
            cache.put(new Key(shape.clone(), stride.clone(), elementWiseStride, order, type, empty), made);
        }
        return made;
    }
}
