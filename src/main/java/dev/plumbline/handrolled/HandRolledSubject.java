package dev.plumbline.handrolled;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A hand-rolled network that a check runs step by step. */
public final class HandRolledSubject implements Subject {
    private final String name;
    private final Supplier<? extends HandRolledNetwork> networks;
    private final boolean inKotlin;

    /**
     * A network with a name.
     *
     * @param name its name in reports
     * @param networks creates a new network for every training
     */
    public HandRolledSubject(String name, Supplier<? extends HandRolledNetwork> networks) {
        this(name, networks, false);
    }

    private HandRolledSubject(String name, Supplier<? extends HandRolledNetwork> networks, boolean inKotlin) {
        this.name = Printable.line(name); // an identifier may have control characters
        this.networks = networks;
        this.inKotlin = inKotlin;
    }

    /**
     * A network with the name of its class.
     *
     * @param networks creates a new network for every training
     */
    public static HandRolledSubject of(
            Class<? extends HandRolledNetwork> type, Supplier<? extends HandRolledNetwork> networks) {
        String name = type.getSimpleName().isEmpty() ? "the network" : type.getSimpleName();
        boolean inKotlin = Arrays.stream(type.getAnnotations()) // Kotlin's compiler marks every class
                .anyMatch(annotation -> annotation.annotationType().getName().equals("kotlin.Metadata"));
        return new HandRolledSubject(name, networks, inKotlin);
    }

    /** Whether its class was compiled from Kotlin, as its annotations show. */
    public boolean isInKotlin() {
        return inKotlin;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return new Run(experiment, networks.get());
    }

    private static final class Run implements SubjectRun {
        private final Experiment experiment;
        private final HandRolledNetwork network;

        private Run(Experiment experiment, HandRolledNetwork network) {
            this.experiment = experiment;
            this.network = network;
            NetworkFailure.run(network.getClass(), "start", () -> network.start(new TrainingStart(experiment)));
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            Tape tape = new Tape(batch.step(), experiment.spec().layers().size());
            NetworkFailure.run(
                    network.getClass(), "step " + batch.step(), () -> network.step(new TrainingBatch(batch), tape));
            return Optional.of(tape.trace());
        }

        @Override
        public Optional<Matrix> outputs() {
            Class<?> type = network.getClass();
            double @Nullable [][] outputs = NetworkFailure.call(
                    type, "outputs", () -> network.outputs(experiment.inputs().toArray()));
            if (outputs != null && outputs.length == 0) {
                return Optional.empty();
            }
            try {
                if (outputs == null) {
                    throw new IllegalArgumentException("they are null");
                }
                return Optional.of(Matrix.of(outputs));
            } catch (IllegalArgumentException e) {
                throw new SubjectFailedException(
                        ErrorKind.CODE_FAILED,
                        type.getSimpleName() + " returns outputs that are not a matrix: " + e.getMessage(),
                        e);
            }
        }

        @Override
        public void close() {
            // There is nothing to release.
        }
    }
}
