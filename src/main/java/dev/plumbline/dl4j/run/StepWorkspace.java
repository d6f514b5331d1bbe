package dev.plumbline.dl4j.run;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J workspace for the temporary arrays of a step: one region of memory, as large as the first step needs, which
 * each step reuses from the start. Without it, these arrays wait for the garbage collector, which sees only a small
 * object and not the megabytes of native memory that it owns.
 */
final class StepWorkspace {
    private static final String STEP = "plumbline-step";
    private static final String UPDATE = "plumbline-update"; // the updater opens it itself

    private static final WorkspaceConfiguration CONFIGURATION = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.05)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private StepWorkspace() {}

    /** Makes DL4J's layers and its updater use this workspace. */
    static LayerWorkspaceMgr forLayers() {
        LayerWorkspaceMgr.Builder builder = LayerWorkspaceMgr.builder();
        Stream.of(ArrayType.values())
                .forEach(type ->
                        builder.with(type, type == ArrayType.UPDATER_WORKING_MEM ? UPDATE : STEP, CONFIGURATION));
        return builder.build();
    }

    /** Runs a step in the workspace; its arrays are invalid afterwards. */
    static <T> T with(Supplier<T> step) {
        return during(Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, STEP), step);
    }

    /** Runs code outside the workspace; its arrays stay valid. */
    static <T> T without(Supplier<T> code) {
        return during(Nd4j.getWorkspaceManager().scopeOutOfWorkspaces(), code);
    }

    private static <T> T during(MemoryWorkspace scope, Supplier<T> work) {
        try {
            return work.get();
        } finally {
            scope.close();
        }
    }

    /** Frees this thread's workspace. */
    static void free() {
        Stream.of(STEP, UPDATE)
                .filter(Nd4j.getWorkspaceManager()::checkIfWorkspaceExists)
                .map(Nd4j.getWorkspaceManager()::getWorkspaceForCurrentThread)
                .forEach(Nd4j.getWorkspaceManager()::destroyWorkspace);
    }
}
