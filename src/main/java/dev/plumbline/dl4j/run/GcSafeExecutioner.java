package dev.plumbline.dl4j.run;

import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.IndexAccumulation;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * ND4J's executioner for the processor, which keeps each operation reachable until it is done. ND4J's own executioner
 * does not use the Java object of an operation after the call of native code, so the garbage collector can collect it
 * while that code runs. ND4J then frees the memory that only the operation refers to, such as the array of its
 * dimensions, and the process crashes with SIGSEGV. This needs a collection during the call, which any other thread can
 * cause.
 *
 * <p>Public because ND4J instantiates it.
 */
public final class GcSafeExecutioner extends NativeOpExecutioner {

    /** An executioner for ND4J's native code. */
    public GcSafeExecutioner() {}

    @Override
    public INDArray exec(Op op, OpContext context) {
        return keepingReachable(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(IndexAccumulation op, OpContext context) {
        return keepingReachable(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(ReduceOp op, OpContext context) {
        return keepingReachable(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(ScalarOp op, OpContext context) {
        return keepingReachable(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(BroadcastOp op, OpContext context) {
        return keepingReachable(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(RandomOp op, OpContext context, Random random) {
        return keepingReachable(op, () -> super.exec(op, context, random));
    }

    @Override
    public INDArray[] exec(CustomOp op, OpContext context) {
        return keepingReachable(op, () -> super.exec(op, context));
    }

    private static <T> T keepingReachable(Object operation, Supplier<T> call) {
        try {
            return call.get();
        } finally {
            Reference.reachabilityFence(operation);
        }
    }
}
