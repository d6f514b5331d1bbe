package dev.plumbline.dl4j;

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
 * Where DL4J puts what it makes in a step and nobody asks for afterwards: one stretch of memory, as long as the first step
 * needs, in which each step begins at the front. Without it every such array waits for the garbage collector, which sees a
 * small object and not the megabytes behind it.
 */
final class StepWorkspace {
    private static final String STEP = "plumbline-step";
    private static final String UPDATE = "plumbline-update"; // which the updater opens itself

    private static final WorkspaceConfiguration CONFIGURATION = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.05)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private StepWorkspace() {}

    /** Tells DL4J's layers and its updater to put their arrays there. */
    static LayerWorkspaceMgr forLayers() {
        LayerWorkspaceMgr.Builder each = LayerWorkspaceMgr.builder();
        Stream.of(ArrayType.values())
                .forEach(type -> each.with(type, type == ArrayType.UPDATER_WORKING_MEM ? UPDATE : STEP, CONFIGURATION));
        return each.build();
    }

    /** Does this; arrays that are made meanwhile are put there, and afterwards they are gone. */
    static <T> T with(Supplier<T> step) {
        return during(Nd4j.getWorkspaceManager().getAndActivateWorkspace(CONFIGURATION, STEP), step);
    }

    /** Does this; arrays that are made meanwhile are put elsewhere, and stay. */
    static <T> T without(Supplier<T> making) {
        return during(Nd4j.getWorkspaceManager().scopeOutOfWorkspaces(), making);
    }

    private static <T> T during(MemoryWorkspace scope, Supplier<T> work) {
        try {
            return work.get();
        } finally {
            scope.close();
        }
    }

    /** Gives back what this thread has of it. */
    static void giveBack() {
        Stream.of(STEP, UPDATE)
                .filter(Nd4j.getWorkspaceManager()::checkIfWorkspaceExists)
                .map(Nd4j.getWorkspaceManager()::getWorkspaceForCurrentThread)
                .forEach(Nd4j.getWorkspaceManager()::destroyWorkspace);
    }
}
