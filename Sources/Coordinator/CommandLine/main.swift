print("snowmelt")
