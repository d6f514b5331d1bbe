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
 * Prints whether memory that native code works on is {@code held} meanwhile or {@code freed}, with an executioner of this
 * class: in a process of its own, since what it collects garbage in is made for it.
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
        System.exit(0); // threads of ND4J's would keep it
    }

    /** Nobody has it but who is given it. */
    private static BroadcastOp operation() {
        BroadcastOp operation = new BroadcastMulOp(NUMBERS, ROW, NUMBERS, 1);
        dimensions = new WeakReference<>(operation.dimensions().data());
        return operation;
    }

    /** Native operations, while one of which garbage is collected, as any other thread may have it done at any time. */
    private static NativeOps watching(NativeOps stock) {
        return (NativeOps) Proxy.newProxyInstance(
                GcDuringNativeCall.class.getClassLoader(), new Class<?>[] {NativeOps.class}, (proxy, method, given) -> {
                    if (collecting && method.getName().equals("execBroadcast")) {
                        System.gc();
                        held &= dimensions.get() != null;
                        return null; // it would work on what may be gone
                    }
                    try {
                        return method.invoke(stock, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
