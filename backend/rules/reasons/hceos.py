"""Why an officer cannot be appointed, or an entry of the register not be changed."""
