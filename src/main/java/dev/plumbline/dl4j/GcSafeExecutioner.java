package dev.plumbline.dl4j;

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
 * ND4J's operations on the processor, each held until it is done. ND4J's own executioner is done with the Java object of an
 * operation once it has called native code, and so the garbage collector may take it while that code runs; with it goes
 * what only the operation has, such as the array of its dimensions, whose memory ND4J frees at once. It takes a collection
 * in just that moment, which any other thread may bring about. Then the process dies of SIGSEGV.
 *
 * <p>Public because ND4J makes it.
 */
public final class GcSafeExecutioner extends NativeOpExecutioner {

    /** One that calls ND4J's native code. */
    public GcSafeExecutioner() {}

    @Override
    public INDArray exec(Op op, OpContext context) {
        return holding(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(IndexAccumulation op, OpContext context) {
        return holding(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(ReduceOp op, OpContext context) {
        return holding(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(ScalarOp op, OpContext context) {
        return holding(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(BroadcastOp op, OpContext context) {
        return holding(op, () -> super.exec(op, context));
    }

    @Override
    public INDArray exec(RandomOp op, OpContext context, Random random) {
        return holding(op, () -> super.exec(op, context, random));
    }

    @Override
    public INDArray[] exec(CustomOp op, OpContext context) {
        return holding(op, () -> super.exec(op, context));
    }

    private static <T> T holding(Object operation, Supplier<T> calling) {
        try {
            return calling.get();
        } finally {
            Reference.reachabilityFence(operation);
        }
    }
}
