package dev.plumbline.dl4j;

import dev.plumbline.spec.Backend;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that makes small networks faster on DL4J, and not a bit different. In them hardly any time goes into arithmetic, and
 * nearly all of it into what surrounds each operation. The figures are a step of the tutorial's network, in the time of its
 * thread (a shared machine of two cores), one measure added to those above it; untuned it was 600 µs.
 *
 * <ul>
 *   <li><b>No question for the process's memory</b> (to 390 µs). JavaCPP reads it from the system at every allocation, to
 *       collect garbage when the process outgrows four times the heap. What is lost is this guard, in the whole process: a
 *       program that makes large arrays outside of the heap and hardly any objects in it may then use more memory before
 *       the next collection. A run does not, because its steps leave nothing there ({@link StepWorkspace}). Whoever sets
 *       {@value #PHYSICAL_BYTES} keeps what was set.
 *   <li><b>The very array of the gradients</b> (to 260 µs). DL4J's own gradient object reshapes its array whenever it is
 *       asked, is then taken by the updater for the gradient of some other network, and every parameter is cut out of it
 *       anew, twice a step. InputBuffer the array as it is, the updater uses the views that it has from the beginning. It costs
 *       nothing.
 *   <li><b>Each shape described once</b> (to 180 µs): {@link CachedShapes}. It costs the memory of one description for each
 *       different shape and stride; in return much less garbage is left.
 *   <li><b>One stretch of memory for all that a step makes</b>: {@link StepWorkspace}. It is not faster, but where a process
 *       that trains 784-256-128-10 grew to 640 MB, it stays at 250.
 *   <li><b>No copy of what nobody looks at</b>: {@link TracePolicy}. Where every tensor is recorded, a step of 784-256-128-10
 *       takes 1.2 to 1.6 times as long; it would be a tenth more if what is copied did not pass through the same memory in
 *       each step.
 * </ul>
 *
 * <p>The number of threads is not set here, because OpenMP reads {@code OMP_NUM_THREADS} before Java starts: the launcher
 * sets it to 1 unless the user did. On two shared cores one thread was 3 to 5 times as fast as two on small networks with
 * biases, and not slower on 784-256-128-10. It may decide the last bits of large products.
 */
final class Dl4jTuning {
    private static final String PHYSICAL_BYTES = "org.bytedeco.javacpp.maxPhysicalBytes";
    private static final String SHAPES = "shapeinfoprovider";
    private static final String OPERATIONS = "opexec";

    private Dl4jTuning() {}

    /** Sets what is read when ND4J starts, so it must come before; afterwards it has no effect and does no harm. */
    static void prepare() {
        setUnlessSet(PHYSICAL_BYTES, "0");
        replace(SHAPES, CachedShapes.class);
        replace(OPERATIONS, GcSafeExecutioner.class); // not for speed: without it, one day the process dies
    }

    /** Names a class of ours for one of ND4J's, which must find it by its own class loader, and be the one for processors. */
    private static void replace(String property, Class<?> own) {
        ClassLoader loader = ND4JClassLoading.getNd4jClassloader();
        try {
            if (!Nd4jBackends.mayTake(Backend.CUDA, loader) && loader.loadClass(own.getName()) == own) {
                setUnlessSet(property, own.getName());
            }
        } catch (ClassNotFoundException e) {
            // Then ND4J's own is as good as it was.
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** What a network's updater takes: all gradients, as the very array that it has views of. */
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
