package dev.plumbline.dl4j.findings;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Prints whether memory that native code uses is {@code held} or {@code freed} during the call, with an executioner of
 * this class. It runs in a separate process, because it replaces the native operations.
 */
final class GcDuringNativeCall {
    private static final int UNTIL_COMPILED = 20_000;
    private static final int COLLECTIONS = 20;

    private static final INDArray NUMBERS = Nd4j.ones(DataType.DOUBLE, 4, 10);
    private static final INDArray ROW = Nd4j.ones(DataType.DOUBLE, 1, 10);

    private static WeakReference<DataBuffer> dimensions = new WeakReference<>(null);
    private static boolean collecting;
    private static boolean held = true;

    private GcDuringNativeCall() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        NativeOpsHolder natives = NativeOpsHolder.getInstance();
        NativeOps stock = natives.getDeviceNativeOps();
        natives.setDeviceNativeOps(watching(stock));
        OpExecutioner executioner = (OpExecutioner)
                Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        natives.setDeviceNativeOps(stock);
        for (int i = 0; i < UNTIL_COMPILED; i++) {
            executioner.exec(operation());
        }
        collecting = true;
        for (int i = 0; i < COLLECTIONS; i++) {
            executioner.exec(operation());
        }
        System.out.print(held ? "held" : "freed");
        System.exit(0); // threads of ND4J would keep the process alive
    }

    /** An operation that only the caller refers to. */
    private static BroadcastOp operation() {
        BroadcastOp operation = new BroadcastMulOp(NUMBERS, ROW, NUMBERS, 1);
        dimensions = new WeakReference<>(operation.dimensions().data());
        return operation;
    }

    /**
     * Native operations, with a garbage collection during one of them, which any other thread could cause at any time.
     */
    private static NativeOps watching(NativeOps stock) {
        return (NativeOps) Proxy.newProxyInstance(
                GcDuringNativeCall.class.getClassLoader(), new Class<?>[] {NativeOps.class}, (proxy, method, given) -> {
                    if (collecting && method.getName().equals("execBroadcast")) {
                        System.gc();
                        held &= dimensions.get() != null;
                        return null; // the memory may be freed
                    }
                    try {
                        return method.invoke(stock, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
