"""How is a piece of casework worked? Kinds of service request, their plans as data, and one life-cycle for all."""
