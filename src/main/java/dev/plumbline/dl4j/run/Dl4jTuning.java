package dev.plumbline.dl4j.run;

import dev.plumbline.spec.Backend;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures that make small networks faster on DL4J without changing a bit of the results. Small networks spend little
 * time in arithmetic and nearly all time in the overhead of each operation. The figures are the thread time of a step
 * of the tutorial's network on a shared machine with two cores, each with the measures above it; without tuning it is
 * 600 µs.
 *
 * <ul>
 *   <li><b>No check of the process's memory</b> (to 390 µs). JavaCPP reads the memory size from the system at every
 *       allocation, to collect garbage when the process exceeds four times the heap. The cost: the whole process loses
 *       this guard. A program with large off-heap arrays and few heap objects can then use more memory before the next
 *       collection. A run does not, because its steps leave no off-heap arrays ({@link StepWorkspace}). An existing
 *       value of {@value #PHYSICAL_BYTES} is not changed.
 *   <li><b>The original array of the gradients</b> (to 260 µs). DL4J's own gradient object reshapes its array at every
 *       access. The updater then treats it as the gradient of another network and creates new views of every parameter,
 *       twice a step. With the original array, the updater uses its existing views. This has no cost.
 *   <li><b>A cache of shape descriptions</b> (to 180 µs): {@link CachedShapes}. It costs the memory of one description
 *       for each different shape and stride, and produces much less garbage.
 *   <li><b>One workspace for all arrays of a step</b>: {@link StepWorkspace}. It is not faster, but a process that
 *       trains 784-256-128-10 stays at 250 MB instead of growing to 640 MB.
 *   <li><b>No copies of unused tensors</b>: {@link TracePolicy}. If every tensor is recorded, a step of 784-256-128-10
 *       takes 1.2 to 1.6 times as long; it would take a tenth more if the copies did not reuse the same buffer in each
 *       step.
 * </ul>
 *
 * <p>The first and the third change ND4J for the whole process, so they need {@value #PROPERTY}; the others belong to a run
 * of Plumbline alone.
 *
 * <p>The number of threads is not set here, because OpenMP reads {@code OMP_NUM_THREADS} before Java starts: the
 * launcher sets it to 1 if it is not set. On two shared cores, one thread was 3 to 5 times as fast as two on small
 * networks with biases, and not slower on 784-256-128-10. The number of threads can change the last bits of large
 * products.
 */
public final class Dl4jTuning {
    /** The property that turns on the measures for the whole process. */
    public static final String PROPERTY = "plumbline.tuning";

    private static final String PHYSICAL_BYTES = "org.bytedeco.javacpp.maxPhysicalBytes";
    private static final String SHAPES = "shapeinfoprovider";
    private static final String OPERATIONS = "opexec";

    private Dl4jTuning() {}

    /**
     * Sets properties that ND4J reads when it starts, if the process has opted in. Call it before; a later call has no effect.
     */
    public static void prepare() {
        if (!Boolean.getBoolean(PROPERTY)) {
            return;
        }
        setUnlessSet(PHYSICAL_BYTES, "0");
        replace(SHAPES, CachedShapes.class);
        replace(OPERATIONS, GcSafeExecutioner.class); // not for speed: without it, the process can crash
    }

    /** Replaces a class of ND4J by one of Plumbline, if ND4J's class loader finds it and ND4J runs on the processor. */
    private static void replace(String property, Class<?> replacement) {
        ClassLoader loader = ND4JClassLoading.getNd4jClassloader();
        try {
            if (!Nd4jBackends.mayTake(Backend.CUDA, loader) && loader.loadClass(replacement.getName()) == replacement) {
                setUnlessSet(property, replacement.getName());
            }
        } catch (ClassNotFoundException e) {
            // ND4J uses its own class.
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The gradients of a network for its updater, as the original array that the updater has views of. */
    static Gradient gradientOf(MultiLayerNetwork network) {
        INDArray gradients = network.getGradientsViewArray();
        return new DefaultGradient(gradients) {
            @Override
            public INDArray gradient() {
                return gradients;
            }
        };
    }
}
