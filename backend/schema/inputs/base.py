"""What every mutation's input says the same way."""

KEY = "Made by the client, one for each intent: sent again with the same input, the act is not done twice."
VERSION = "The `version` you read; where it changed since, nothing is done and the claim as it is now is answered."
VERSION_OR_NONE = f"{VERSION} Leave it out where being in time matters more."
