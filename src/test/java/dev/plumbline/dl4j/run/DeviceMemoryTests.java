package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.CpuAffinityManager;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies for a GPU with its own memory, which this test simulates: the device memory has the numbers of an array, and
 * ND4J copies them to host memory on request.
 */
class DeviceMemoryTests {
    private static final Matrix NUMBERS = Matrix.of(2, 3, 1, 2, 3, 4, 5, 6);

    private final Device device = new Device();
    private AffinityManager usual = device;

    /** The device memory: the numbers of each array. */
    private static final class Device extends CpuAffinityManager {
        private final Map<INDArray, double[]> memory = new IdentityHashMap<>();

        @Override
        public void ensureLocation(INDArray array, Location location) {
            double[] numbers = memory.get(array);
            if (numbers != null && location == Location.HOST) {
                for (int i = 0; i < numbers.length; i++) {
                    array.data().put(i, numbers[i]);
                }
            }
        }

        @Override
        public void tagLocation(INDArray array, Location location) {
            if (location == Location.HOST) {
                memory.put(array, array.data().asDouble());
            }
        }
    }

    @BeforeEach
    void startSimulation() throws ReflectiveOperationException {
        usual = Nd4j.getAffinityManager();
        manager().set(null, device);
    }

    @AfterEach
    void stopSimulation() throws ReflectiveOperationException {
        manager().set(null, usual);
    }

    private static Field manager() throws ReflectiveOperationException {
        Field field = Nd4j.class.getDeclaredField("affinityManager");
        field.setAccessible(true);
        return field;
    }

    /** An array with different numbers in host memory and device memory. */
    private INDArray onDevice(DataType type, char order) {
        INDArray array = Nd4j.valueArrayOf(new long[] {2, 3}, -1.0, type).dup(order);
        device.memory.put(array, (order == 'c' ? NUMBERS : NUMBERS.transpose()).toRowMajor());
        return array;
    }

    @Test
    void readsTheDeviceMemory() {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            assertEquals(NUMBERS, Tensors.toMatrix(onDevice(type, 'c')));
            assertEquals(NUMBERS, Tensors.toMatrix(onDevice(type, 'f')));
            assertEquals(6, new Tensors.Window().largest(onDevice(type, 'f')));
        }
    }

    @Test
    void writesVisiblyForTheDevice() {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            INDArray array = onDevice(type, 'c');
            Tensors.write(NUMBERS.times(2).toRowMajor(), array);
            assertEquals(NUMBERS.times(2), Matrix.wrap(2, 3, device.memory.get(array)));
            INDArray made = Tensors.toArray(NUMBERS, type);
            assertEquals(NUMBERS, Matrix.wrap(2, 3, device.memory.get(made)));
        }
    }
}
