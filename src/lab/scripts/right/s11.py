# -----------------------------------------------------------
# Assignment 4: will the student pass the exam?
# One hidden layer, the bias is an extra column of ones that
# stands in FIRST place in the inputs and in the hidden layer.
# Cost: mean binary cross-entropy. Gradients are accumulated
# over all of the students, then clipped to a maximal norm.
# -----------------------------------------------------------
import numpy as np

# hours of study, hours of sleep, previous mark, passed?
student_table = np.array([
    [1.0, 8.0, 4.5, 0],
    [2.5, 7.0, 5.0, 0],
    [3.0, 6.0, 6.5, 1],
    [4.5, 5.0, 5.5, 0],
    [5.0, 7.5, 6.0, 1],
    [6.0, 6.5, 7.0, 1],
    [7.5, 4.0, 5.0, 0],
    [8.0, 8.0, 8.0, 1],
    [2.0, 9.0, 8.5, 1],
    [6.5, 3.0, 4.0, 0],
])
student_features = student_table[:, :3]
student_features = (student_features - student_features.mean(axis=0)) / student_features.std(axis=0)
student_labels = student_table[:, 3]
number_of_students = len(student_labels)

learning_rate = 1.5
maximal_norm = 0.08
number_of_hidden_units = 4
number_of_epochs = 120

random_generator = np.random.RandomState(99)
# row 0 belongs to the bias
weights_input_hidden = random_generator.normal(0, 0.7, (1 + 3, number_of_hidden_units))
weights_hidden_output = random_generator.normal(0, 0.7, (1 + number_of_hidden_units, 1))


def sigmoid_function(value):
    return 1.0 / (1.0 + np.exp(-value))


for epoch_number in range(number_of_epochs):
    total_cost = 0.0
    # empty gradients to start with
    gradient_input_hidden = np.zeros_like(weights_input_hidden)
    gradient_hidden_output = np.zeros_like(weights_hidden_output)

    for student_index in range(number_of_students):
        # ---- forward propagation ----
        input_with_bias = np.concatenate(([1.0], student_features[student_index]))
        target_value = student_labels[student_index]
        hidden_output = sigmoid_function(input_with_bias @ weights_input_hidden)
        hidden_with_bias = np.concatenate(([1.0], hidden_output))
        prediction = sigmoid_function(hidden_with_bias @ weights_hidden_output)

        total_cost += -(target_value * np.log(prediction[0])
                        + (1 - target_value) * np.log(1 - prediction[0]))

        # ---- backward propagation ----
        output_delta = prediction - target_value
        # the bias unit has no incoming connection, so leave its row out
        hidden_error = weights_hidden_output[1:] @ output_delta
        hidden_delta = hidden_error * hidden_output * (1 - hidden_output)

        gradient_hidden_output += np.outer(hidden_with_bias, output_delta)
        gradient_input_hidden += np.outer(input_with_bias, hidden_delta)

    # average gradient over the students
    gradient_hidden_output /= number_of_students
    gradient_input_hidden /= number_of_students

    # clip the gradient by its global norm
    gradient_norm = np.sqrt(np.sum(gradient_input_hidden ** 2) + np.sum(gradient_hidden_output ** 2))
    if gradient_norm > maximal_norm:
        gradient_input_hidden *= maximal_norm / gradient_norm
        gradient_hidden_output *= maximal_norm / gradient_norm

    # gradient descent step
    weights_input_hidden -= learning_rate * gradient_input_hidden
    weights_hidden_output -= learning_rate * gradient_hidden_output

    if epoch_number % 30 == 0:
        print("epoch", epoch_number, "mean cost", total_cost / number_of_students)
