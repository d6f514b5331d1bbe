package dev.plumbline.dl4j.run;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of DL4J's updater. It is one flat array of blocks. A block belongs to a range of parameters with the same
 * updater; it contains the first state variable of the whole range, then the second.
 */
final class UpdaterState {
    private final BaseMultiLayerUpdater<?> updater;
    private final int parameters;

    UpdaterState(BaseMultiLayerUpdater<?> updater, long parameters) {
        this.updater = updater;
        this.parameters = Math.toIntExact(parameters);
    }

    /** The number of state variables of a parameter. */
    int count() {
        return (int) (size() / parameters);
    }

    private long size() {
        INDArray state = updater.getStateViewArray();
        return state == null ? 0 : state.length();
    }

    /** Reads each state variable, in the order of the flat parameters. */
    List<double[]> read() {
        if (count() == 0) {
            return List.of();
        }
        double[] state = Tensors.read(array());
        List<double[]> variables = new ArrayList<>();
        for (int m = 0; m < count(); m++) {
            double[] variable = new double[parameters];
            for (UpdaterBlock block : updater.getUpdaterBlocks()) {
                System.arraycopy(state, start(block, m), variable, block.getParamOffsetStart(), length(block));
            }
            variables.add(variable);
        }
        return variables;
    }

    /** Overwrites each state variable. */
    void write(List<double[]> variables) {
        if (variables.isEmpty()) {
            return;
        }
        double[] state = new double[Math.toIntExact(size())];
        for (int m = 0; m < variables.size(); m++) {
            for (UpdaterBlock block : updater.getUpdaterBlocks()) {
                System.arraycopy(variables.get(m), block.getParamOffsetStart(), state, start(block, m), length(block));
            }
        }
        Tensors.write(state, array());
    }

    /** The whole flat array. */
    INDArray array() {
        INDArray state = updater.getStateViewArray();
        return state.reshape(state.length());
    }

    private static int length(UpdaterBlock block) {
        return block.getParamOffsetEnd() - block.getParamOffsetStart();
    }

    private static int start(UpdaterBlock block, int variable) {
        return block.getUpdaterViewOffsetStart() + variable * length(block);
    }
}
